package io.darkroom.topic;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * How long Kafka keeps frames: until they exceed an age, or their partition exceeds a size,
 * whichever comes first. Kafka deletes whole segments. The retained frames fall short of the limit
 * by at most one segment; a partition normally has sixteen.
 *
 * @param age maximum age of a frame
 * @param bytes maximum size of a partition
 */
public record FrameRetention(Duration age, long bytes) implements Serializable {

  /** A camera of 4.5 MB/s fills its partition in 15 minutes; 8 partitions hold 32 GiB. */
  public static final FrameRetention FRAMES = new FrameRetention(Duration.ofHours(1), 4L << 30);

  /** Results are watched live; older ones serve only watchers that join or reconnect. */
  public static final FrameRetention PROCESSED =
      new FrameRetention(Duration.ofMinutes(10), 512L << 20);

  /** No caller waits longer for an answer; 8 partitions of both topics hold 4 GiB. */
  public static final FrameRetention REQUESTS =
      new FrameRetention(Duration.ofMinutes(10), 256L << 20);

  /** For a developer's disk: 8 partitions of frames hold 8 GiB. */
  public static final FrameRetention LOCAL = new FrameRetention(Duration.ofHours(1), 1L << 30);

  public static final Duration LEAST_AGE = Duration.ofMinutes(1);
  public static final Duration MOST_AGE = Duration.ofDays(365);

  /** Minimum size of a partition, so that each segment can hold a few of the largest frames. */
  public static final long LEAST_BYTES = 64L << 20;

  private static final int SEGMENTS = 16;
  private static final long LEAST_SEGMENT = 16L << 20;
  private static final long LARGEST_SEGMENT = 256L << 20;

  /** Returns the topic configuration, by Kafka's keys. */
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
