package io.darkroom.topic;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * For how long Kafka keeps frames: until they are too old, or their partition holds more than so
 * many bytes, whichever comes first. Kafka deletes whole segments; sixteen of them make a
 * partition, so that what is kept never falls short by more than one of them.
 *
 * @param age of a frame
 * @param bytes of a partition
 */
public record FrameRetention(Duration age, long bytes) implements Serializable {

  /** A camera of 4.5 MB/s fills its partition in 15 minutes; all partitions hold 32 GiB. */
  public static final FrameRetention FRAMES = new FrameRetention(Duration.ofHours(1), 4L << 30);

  /** Results are watched live: what is kept serves who joins, or comes back after a moment. */
  public static final FrameRetention PROCESSED =
      new FrameRetention(Duration.ofMinutes(10), 512L << 20);

  /** Nobody waits that long for an answer; all partitions of both topics hold 4 GiB. */
  public static final FrameRetention REQUESTS =
      new FrameRetention(Duration.ofMinutes(10), 256L << 20);

  /** For the disk of a developer: all partitions of frames hold 8 GiB. */
  public static final FrameRetention LOCAL = new FrameRetention(Duration.ofHours(1), 1L << 30);

  /** The smallest partition: less could not hold a few of the largest frames in each segment. */
  public static final long LEAST_BYTES = 64L << 20;

  private static final int SEGMENTS = 16;
  private static final long LEAST_SEGMENT = 16L << 20;
  private static final long LARGEST_SEGMENT = 256L << 20;

  /** By the keys of Kafka's topic configuration. */
  Map<String, String> settings() {
    long segment = Math.max(LEAST_SEGMENT, Math.min(LARGEST_SEGMENT, bytes / SEGMENTS));
    long segmentMillis = Math.max(60_000, age.toMillis() / SEGMENTS);
    return Map.of(
        "retention.ms", Long.toString(age.toMillis()),
        "retention.bytes", Long.toString(bytes),
        "segment.bytes", Long.toString(segment),
        "segment.ms", Long.toString(segmentMillis));
  }
}
