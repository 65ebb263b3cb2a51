package io.darkroom.operator;

import io.darkroom.frame.SourcePosition;
import io.darkroom.telemetry.log.SafeText;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects frames in another partition than that of their stream: a stream in two partitions has no
 * order. They are still processed. Each is counted; one warning in {@value #QUIET_SECONDS} seconds
 * reports them. Used by the task's thread.
 */
final class MisplacedFrames {

  static final int QUIET_SECONDS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(MisplacedFrames.class);

  private final ToIntFunction<String> partitions;
  private final OperatorMetrics metrics;
  private final LongSupplier nanoTime;
  private long quietUntil;
  private long unreported;

  MisplacedFrames(
      ToIntFunction<String> partitions, OperatorMetrics metrics, LongSupplier nanoTime) {
    this.partitions = partitions;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.quietUntil = nanoTime.getAsLong();
  }

  /** Returns whether a frame is in the wrong partition. */
  boolean check(String streamId, SourcePosition position) {
    int expected = partitions.applyAsInt(streamId);
    if (expected == TopicPartitions.UNKNOWN || expected == position.partition()) {
      return false;
    }
    metrics.misplaced(streamId);
    unreported++;
    long now = nanoTime.getAsLong();
    if (now - quietUntil >= 0) {
      quietUntil = now + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
      LOG.warn(
          "stream {}: frame at {}/{} is in the wrong partition (expected: {}, by murmur2 of the"
              + " key); {} such frames since the last line. Use the default partitioner of the Java"
              + " client, or partitioner=murmur2_random with librdkafka.",
          SafeText.line(streamId),
          position.partition(),
          position.offset(),
          expected,
          unreported);
      unreported = 0;
    }
    return true;
  }
}
