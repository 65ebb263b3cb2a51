package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Measures the unread frames of one partition, from one sample to the next. Estimates the time
 * until deletion on the safe side: Kafka deletes whole segments, and only while more than the
 * retention remains. Not thread-safe.
 */
final class PartitionBacklog {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int SHORT_WINDOW = 3;

  /**
   * The state of a partition at one moment.
   *
   * @param start offset of the oldest record
   * @param end offset of the next record to be appended
   * @param committed offset of the next record that the job reads
   * @param bytes size of the log
   */
  record Snapshot(long start, long end, long committed, long bytes) {

    long unread() {
      return Math.max(0, end - Math.max(start, committed));
    }

    private double recordBytes() {
      return end > start ? (double) bytes / (end - start) : 0;
    }
  }

  /**
   * When frames are deleted; negative values mean never, as in Kafka.
   *
   * @param millis age of a frame
   * @param bytes size of the partition
   */
  record Retention(long millis, long bytes) {}

  /** The measured state. */
  record State(double retentionSeconds, double secondsLeft, long lagRecords, double lagSeconds) {}

  private record Sample(long nanos, long end) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private long lost;
  private long countedUpTo;
  private long lastStart;

  /**
   * Evaluates a new sample.
   *
   * @param unreadSeconds age of the oldest unread frame
   */
  State next(Snapshot snapshot, Retention retention, double unreadSeconds, long nowNanos) {
    countLost(snapshot);
    double bytesPerSecond = recordsPerSecond(snapshot.end(), nowNanos) * snapshot.recordBytes();
    double unreadBytes = snapshot.unread() * snapshot.recordBytes();
    double kept = Math.min(seconds(retention), pace(retention.bytes(), bytesPerSecond));
    double byAge = seconds(retention) - unreadSeconds;
    double bySize =
        retention.bytes() < 0
            ? Double.POSITIVE_INFINITY
            : pace(Math.max(0, retention.bytes() - (long) unreadBytes), bytesPerSecond);
    return new State(
        kept,
        Math.max(0, Math.min(byAge, bySize)),
        Math.max(0, snapshot.end() - snapshot.committed()),
        unreadSeconds);
  }

  /** Frames deleted unread since the start. */
  long lost() {
    return lost;
  }

  /**
   * The job commits its position at checkpoints only. A record counts as lost if it was gone at the
   * previous sample and is still not committed.
   */
  private void countLost(Snapshot snapshot) {
    long gone = Math.min(lastStart, snapshot.start());
    long from = Math.max(snapshot.committed(), countedUpTo);
    if (gone > from) {
      lost += gone - from;
      countedUpTo = gone;
    }
    lastStart = snapshot.start();
  }

  /**
   * The higher of the recent rate and the rate of the last minute, so that a new camera counts at
   * once.
   */
  private double recordsPerSecond(long end, long nowNanos) {
    samples.addLast(new Sample(nowNanos, end));
    while (nowNanos - samples.getFirst().nanos() > WINDOW.toNanos()) {
      samples.removeFirst();
    }
    Sample oldest = samples.getFirst();
    Sample recent =
        samples.stream().skip(Math.max(0, samples.size() - SHORT_WINDOW)).findFirst().orElseThrow();
    return Math.max(rate(oldest, end, nowNanos), rate(recent, end, nowNanos));
  }

  private static double rate(Sample from, long end, long nowNanos) {
    long nanos = nowNanos - from.nanos();
    return nanos <= 0 ? 0 : Math.max(0, end - from.end()) * 1e9 / nanos;
  }

  private static double seconds(Retention retention) {
    return retention.millis() < 0 ? Double.POSITIVE_INFINITY : retention.millis() / 1e3;
  }

  private static double pace(long bytes, double bytesPerSecond) {
    return bytes < 0 || bytesPerSecond <= 0 ? Double.POSITIVE_INFINITY : bytes / bytesPerSecond;
  }
}
