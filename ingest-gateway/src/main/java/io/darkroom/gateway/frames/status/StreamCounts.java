package io.darkroom.gateway.frames.status;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.v1.FrameSummary;
import io.darkroom.v1.StreamStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts the frames of one stream. Thread-safe. */
final class StreamCounts {

  private final Tally tally;
  private final Map<String, Long> rejects = new TreeMap<>();
  private long missing;
  private long lastNanos;

  StreamCounts(long nowNanos) {
    this.tally = new Tally(nowNanos);
    this.lastNanos = nowNanos - RateWindow.LENGTH.toNanos() - 1;
  }

  /**
   * @param numbered whether the producer set the sequence, rather than the log
   */
  synchronized void add(Frame frame, boolean numbered, long nowNanos) {
    Optional<FrameSummary> last = tally.last();
    if (numbered && last.isPresent() && last.get().getEpoch() == frame.epoch()) {
      missing =
          Saturating.add(missing, Saturating.between(last.get().getSequence(), frame.sequence()));
    }
    tally.add(frame, nowNanos);
    lastNanos = nowNanos;
  }

  synchronized void drop(String reason) {
    tally.drop(reason);
  }

  synchronized void drop(String reason, long frames) {
    tally.drop(reason, frames);
  }

  synchronized void reject(ErrorCode code) {
    rejects.merge(code.name(), 1L, Long::sum);
  }

  /** Time since the last frame. */
  synchronized Duration idle(long nowNanos) {
    return Duration.ofNanos(nowNanos - lastNanos);
  }

  synchronized void describe(StreamStatus.Builder status, long nowNanos) {
    boolean live = idle(nowNanos).compareTo(RateWindow.LENGTH) <= 0;
    status
        .setState(live ? "live" : "idle")
        .setFps(tally.fps(nowNanos))
        .setFrames(tally.frames())
        .setTotalBytes(tally.bytes())
        .setMissing(missing)
        .putAllDrops(tally.drops())
        .putAllRejects(rejects);
    tally.last().ifPresent(status::setLastFrame);
  }
}
