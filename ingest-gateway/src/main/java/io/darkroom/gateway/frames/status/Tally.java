package io.darkroom.gateway.frames.status;

import io.darkroom.frame.Frame;
import io.darkroom.v1.FrameSummary;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts of one stream or pipeline. Guarded by its owner. */
final class Tally {

  private final RateWindow rate;
  private final Map<String, Long> drops = new TreeMap<>();
  private long frames;
  private long bytes;
  private Optional<FrameSummary> last = Optional.empty();

  Tally(long nowNanos) {
    this.rate = new RateWindow(nowNanos);
  }

  void add(Frame frame, long nowNanos) {
    rate.add(nowNanos);
    frames++;
    bytes += frame.image().size();
    last = Optional.of(FrameSummaries.of(frame));
  }

  void drop(String reason) {
    drop(reason, 1);
  }

  void drop(String reason, long frames) {
    drops.merge(reason, frames, Saturating::add);
  }

  double fps(long nowNanos) {
    return rate.perSecond(nowNanos);
  }

  long frames() {
    return frames;
  }

  long bytes() {
    return bytes;
  }

  Map<String, Long> drops() {
    return drops;
  }

  Optional<FrameSummary> last() {
    return last;
  }
}
