package io.darkroom.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SlabTest {

  private static final long STEP = 4096;

  /** Allocates addresses that are far apart, up to a limit of bytes. */
  private static final class Source implements Slab.Source {
    private final Map<Long, Long> pieces = new HashMap<>();
    private long next = 1L << 20;
    private long limit = Long.MAX_VALUE;

    @Override
    public long allocate(long bytes) {
      if (held() + bytes > limit) {
        throw new CudaException(Failure.MEMORY, "source: no memory left");
      }
      next += 1L << 20;
      pieces.put(next, bytes);
      return next;
    }

    @Override
    public void free(long address) {
      assertThat(pieces.remove(address)).isNotNull();
    }

    private long held() {
      return pieces.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private final Source source = new Source();
  private final Slab slab = new Slab(source, STEP);

  @Test
  void neverAllocatesAByteTwice() {
    Random random = new Random(3);
    TreeMap<Long, Long> lent = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      if (random.nextBoolean() || lent.isEmpty()) {
        long bytes = 1 + random.nextInt(random.nextInt(10) == 0 ? 20000 : 700);
        lent.put(slab.allocate(bytes), bytes);
      } else {
        List<Long> addresses = new ArrayList<>(lent.keySet());
        long address = addresses.get(random.nextInt(addresses.size()));
        lent.remove(address);
        slab.free(address);
      }
      long end = 0;
      for (Map.Entry<Long, Long> part : lent.entrySet()) {
        assertThat(part.getKey()).isGreaterThanOrEqualTo(end);
        assertThat(part.getKey() % Slab.ALIGNMENT).isZero();
        end = part.getKey() + part.getValue();
      }
      assertThat(slab.held()).isEqualTo(source.held());
    }
    lent.keySet().forEach(slab::free);
    assertThat(slab.trim()).isTrue();
    assertThat(source.pieces).isEmpty();
  }

  @Test
  void reusesFreedMemory() {
    long address = slab.allocate(3 * STEP);
    slab.free(address);

    assertThat(slab.held()).isEqualTo(3 * STEP);
    assertThat(slab.allocate(2 * STEP)).isEqualTo(address);
  }

  @Test
  void returnsUnusedPiecesIfTheSourceIsExhausted() {
    source.limit = 4 * STEP;
    slab.free(slab.allocate(2 * STEP));
    long kept = slab.allocate(100);
    slab.free(slab.allocate(2 * STEP));
    slab.free(kept);

    slab.allocate(4 * STEP);

    assertThat(slab.held()).isEqualTo(4 * STEP);
  }

  @Test
  void fitsBuffersIntoHeldMemoryWithinALimit() {
    long address = slab.allocate(STEP);
    assertThat(slab.fits(1, STEP)).isFalse();

    slab.free(address);

    assertThat(slab.fits(STEP, STEP)).isTrue();
    assertThat(slab.fits(STEP + 1, STEP)).isFalse();
  }

  @Test
  void countsAWholeStepAgainstTheLimit() {
    slab.allocate(STEP);

    assertThat(slab.fits(1, 2 * STEP - 1)).isFalse();
    assertThat(slab.fits(1, 2 * STEP)).isTrue();
  }

  @Test
  void allocatesASeparatePieceForEachBufferIfApart() {
    Slab apart = Slab.apart(source);
    long first = apart.allocate(1000);
    apart.allocate(1);
    assertThat(source.pieces.values()).containsExactlyInAnyOrder(1000L, 1L);

    apart.free(first);

    assertThat(source.pieces.values()).containsExactly(1L);
  }

  @Test
  void growsInStepsAfterFillingGaps() {
    long first = slab.allocate(1000);
    slab.allocate(1000);
    assertThat(slab.held()).isEqualTo(STEP);

    slab.free(first);

    assertThat(slab.allocate(900)).isEqualTo(first);
    slab.allocate(3 * STEP + 1);
    assertThat(slab.held()).isEqualTo(5 * STEP);
  }

  @Test
  void isUnchangedIfItCannotGrow() {
    source.limit = STEP;
    long first = slab.allocate(100);
    assertThatThrownBy(() -> slab.allocate(STEP))
        .isInstanceOfSatisfying(
            CudaException.class, e -> assertThat(e.failure()).isEqualTo(Failure.MEMORY));

    assertThat(slab.allocate(100)).isEqualTo(first + Slab.ALIGNMENT);
  }

  @Test
  void returnsEverythingOnCloseAndIgnoresLaterFrees() {
    long address = slab.allocate(100);
    slab.allocate(2 * STEP);

    slab.close();
    slab.free(address);

    assertThat(source.pieces).isEmpty();
    assertThat(slab.held()).isZero();
  }
}
