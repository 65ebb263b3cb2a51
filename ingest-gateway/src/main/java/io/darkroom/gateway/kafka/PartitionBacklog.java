package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is unread in one partition of frames, from one look at it to the next. Deletion is foreseen
 * on the safe side: Kafka deletes a whole segment, and only while more than the retention remains.
 * Used by one thread.
 */
final class PartitionBacklog {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int SHORT_WINDOW = 3;

  /**
   * What the broker says of the partition.
   *
   * @param start offset of the first record that is kept
   * @param end offset of the next record to be appended
   * @param committed offset of the next record that the job reads
   * @param bytes of the log
   */
  record Look(long start, long end, long committed, long bytes) {

    long unread() {
      return Math.max(0, end - Math.max(start, committed));
    }

    private double recordBytes() {
      return end > start ? (double) bytes / (end - start) : 0;
    }
  }

  /**
   * When frames are deleted; negative numbers stand for never, as in Kafka.
   *
   * @param millis their age
   * @param bytes of the partition
   */
  record Retention(long millis, long bytes) {}

  /** What a look told. */
  record State(double retentionSeconds, double secondsLeft, long lagRecords, double lagSeconds) {}

  private record Sample(long nanos, long end) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private long lost;
  private long countedUpTo;
  private long lastStart;

  /**
   * Takes a look into account.
   *
   * @param unreadSeconds age of the oldest frame that is not read
   */
  State next(Look look, Retention retention, double unreadSeconds, long nowNanos) {
    countLost(look);
    double bytesPerSecond = recordsPerSecond(look.end(), nowNanos) * look.recordBytes();
    double unreadBytes = look.unread() * look.recordBytes();
    double kept = Math.min(seconds(retention), pace(retention.bytes(), bytesPerSecond));
    double byAge = seconds(retention) - unreadSeconds;
    double bySize =
        retention.bytes() < 0
            ? Double.POSITIVE_INFINITY
            : pace(Math.max(0, retention.bytes() - (long) unreadBytes), bytesPerSecond);
    return new State(
        kept,
        Math.max(0, Math.min(byAge, bySize)),
        Math.max(0, look.end() - look.committed()),
        unreadSeconds);
  }

  /** Frames that were deleted unread, since the start. */
  long lost() {
    return lost;
  }

  /**
   * The job commits what it has read only at its next checkpoint: what has been gone since the look
   * before, and is still not committed, was not read.
   */
  private void countLost(Look look) {
    long gone = Math.min(lastStart, look.start());
    long from = Math.max(look.committed(), countedUpTo);
    if (gone > from) {
      lost += gone - from;
      countedUpTo = gone;
    }
    lastStart = look.start();
  }

  /** The higher of the last moments' and the last minute's, so that a new camera counts at once. */
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
