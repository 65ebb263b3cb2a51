package io.darkroom.gateway.frames.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.StreamStatus;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sequences, epochs, offsets and times come from callers: no number may corrupt a count. */
class CountsOfAnyNumbersTest {

  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  @Provide
  Arbitrary<Long> anyLong() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(-3, 3),
        Arbitraries.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE));
  }

  @Provide
  Arbitrary<List<Long>> sequences() {
    return anyLong().list().ofMinSize(1).ofMaxSize(12);
  }

  private static Frame frame(long epoch, long sequence) {
    return Frame.captured(
        "cam", epoch, sequence, Instant.EPOCH, Encoding.JPEG, ByteString.copyFromUtf8("1"));
  }

  private static BigInteger clamp(BigInteger value) {
    return value.min(MOST).max(BigInteger.valueOf(Long.MIN_VALUE));
  }

  @Property
  void missingIsTheSumOfTheGapsAndNeverNegative(
      @ForAll("sequences") List<Long> sequences, @ForAll("anyLong") long epoch) {
    StreamCounts counts = new StreamCounts(0);
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < sequences.size(); i++) {
      counts.add(frame(epoch, sequences.get(i)), true, 1);
      if (i > 0) {
        BigInteger gap =
            BigInteger.valueOf(sequences.get(i))
                .subtract(BigInteger.valueOf(sequences.get(i - 1)))
                .subtract(BigInteger.ONE);
        expected = expected.add(clamp(gap.max(BigInteger.ZERO)));
      }
    }
    StreamStatus.Builder status = StreamStatus.newBuilder();
    counts.describe(status, 1);
    // A gap that overflows counts as at least the largest number minus one.
    assertThat(BigInteger.valueOf(status.getMissing()).subtract(expected.min(MOST)).abs())
        .isLessThanOrEqualTo(BigInteger.valueOf(sequences.size()));
    assertThat(status.getMissing()).isNotNegative();
    assertThat(status.getFrames()).isEqualTo(sequences.size());
  }

  @Property
  void countsNoGapBetweenEpochs(@ForAll("anyLong") long first, @ForAll("anyLong") long second) {
    StreamCounts counts = new StreamCounts(0);
    counts.add(frame(1, first), true, 1);
    counts.add(frame(2, second), true, 1);
    StreamStatus.Builder status = StreamStatus.newBuilder();
    counts.describe(status, 1);
    assertThat(status.getMissing()).isZero();
  }

  @Property
  void latencyIsNeverNegative(
      @ForAll("anyLong") long appended,
      @ForAll("anyLong") long sourceAppended,
      @ForAll("anyLong") long offset) {
    PipelineCounts counts = new PipelineCounts(0);
    boolean taken =
        counts.accept(
            frame(1, 1),
            new Processing(
                "p",
                "uid",
                1,
                "cpu",
                false,
                new SourcePosition(0, offset, sourceAppended),
                0,
                0,
                List.of(),
                0,
                false),
            appended,
            1);
    PipelineStatus.Builder status = PipelineStatus.newBuilder();
    counts.describe(status, 1);
    assertThat(taken).isEqualTo(offset >= 0);
    assertThat(status.getLatencyMicros()).isNotNegative();
  }

  @Property
  void sumsAndProductsAreExactOrAtTheLimit(@ForAll("anyLong") long a, @ForAll("anyLong") long b) {
    BigInteger left = BigInteger.valueOf(a);
    BigInteger right = BigInteger.valueOf(b);
    assertThat(BigInteger.valueOf(Saturating.add(a, b))).isEqualTo(clamp(left.add(right)));
    assertThat(BigInteger.valueOf(Saturating.subtract(a, b)))
        .isEqualTo(clamp(left.subtract(right)));
    assertThat(BigInteger.valueOf(Saturating.multiply(a, b)))
        .isEqualTo(clamp(left.multiply(right)));
  }
}
