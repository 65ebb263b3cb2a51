package io.darkroom.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.v1.StreamReport;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sequences, epochs and times come from producers: no number may corrupt a count. */
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

  private static StreamTally tally() {
    return new StreamTally(StreamReport.newBuilder().setStreamId("cam").build(), 1);
  }

  private static BigInteger gap(long first, long second) {
    return BigInteger.valueOf(second)
        .subtract(BigInteger.valueOf(first))
        .subtract(BigInteger.ONE)
        .max(BigInteger.ZERO);
  }

  @Property
  void missingIsTheSumOfTheGapsAndNeverNegative(
      @ForAll("sequences") List<Long> sequences, @ForAll("anyLong") long epoch) {
    StreamTally tally = tally();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < sequences.size(); i++) {
      tally.read(frame(epoch, sequences.get(i)), new SourcePosition(0, i, 0), false, false, 1);
      if (i > 0) {
        expected = expected.add(gap(sequences.get(i - 1), sequences.get(i)));
      }
    }
    StreamReport report = tally.report(1);
    assertThat(BigInteger.valueOf(report.getMissing())).isEqualTo(expected.min(MOST));
    assertThat(report.getFrames()).isEqualTo(sequences.size());
  }

  @Property
  void countsNoGapBetweenEpochs(@ForAll("anyLong") long first, @ForAll("anyLong") long second) {
    StreamTally tally = tally();
    tally.read(frame(1, first), new SourcePosition(0, 0, 0), false, false, 1);
    tally.read(frame(2, second), new SourcePosition(0, 1, 0), false, false, 1);
    assertThat(tally.report(1).getMissing()).isZero();
  }

  @Property
  void latencyIsNeverNegative(@ForAll("anyLong") long appended, @ForAll("anyLong") long now) {
    PipelineTally tally = new PipelineTally("p", 1);
    Processing processing =
        new Processing(
            "p",
            "uid",
            1,
            "cpu",
            false,
            new SourcePosition(0, 0, appended),
            0,
            0,
            List.of(),
            0,
            false);
    tally.add(frame(1, 1), processing, Math.max(1, now >>> 20));
    assertThat(tally.report(true, 1).getLatencyMicros()).isNotNegative();
  }
}
