package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.cuda.standin.StandInProcess;
import io.darkroom.cuda.standin.StandInProcess.Ended;
import io.darkroom.filters.Picture;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that kernels access only their memory, and that planted bugs are detected. */
@Tag(SuiteRun.NEEDS_SOURCES)
@Tag("slow")
class KernelMemoryTest {

  @Test
  void keepsEveryKernelWithinItsBuffers() throws Exception {
    assertStaysWithinItsBuffers(KernelTour.class, "[1-9][0-9]* runs of kernels");
  }

  @Test
  void keepsEveryKernelWithinTheBuffersOfTheEngine() throws Exception {
    assertStaysWithinItsBuffers(EngineTour.class, "[1-9][0-9]* runs of chains");
  }

  private static void assertStaysWithinItsBuffers(Class<?> tour, String runs) throws Exception {
    Ended ended = StandInProcess.memoryChecked(tour);
    assertThat(ended.output()).doesNotContain("AddressSanitizer");
    assertThat(ended.output()).containsPattern(runs);
    assertThat(ended.status()).isZero();
  }

  @Test
  void reportsAByteAfterAPictureWithItsLine() throws Exception {
    Ended ended = StandInProcess.memoryChecked(KernelTour.class, "overrun");
    assertThat(ended.output())
        .contains("AddressSanitizer: heap-buffer-overflow", "WRITE of size 1", "planted.cu:9");
    assertThat(ended.status()).isNotZero();
  }

  @Test
  void reportsAValueAfterSharedMemoryWithItsLine() throws Exception {
    Ended ended = StandInProcess.memoryChecked(KernelTour.class, "shared_overrun");
    assertThat(ended.output())
        .contains("AddressSanitizer: global-buffer-overflow", "WRITE of size 4", "planted.cu:15");
    assertThat(ended.status()).isNotZero();
  }

  @Test
  void abortsIfThreadsNeverReachABarrier() throws Exception {
    Ended ended = StandInProcess.plain(KernelTour.class, "unmet");
    assertThat(ended.output())
        .contains("32 threads of a block ended while 32 wait for them (expected: all meet)");
    assertThat(ended.status()).isNotZero();
  }

  @Test
  void fillsSharedMemoryWithAPatternBeforeEachBlock() {
    StandIn.get();
    Picture source = Picture.random(1, 1, 1, 1);
    try (KernelRun run = Planted.run("unwritten")) {
      byte[] result = run.run(List.of(source)).get(0).bytes();
      assertThat(result).isNotEqualTo(source.bytes());
    }
  }
}
