package io.darkroom.gateway.frames.status;

import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.v1.PipelineStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What has been seen of one pipeline's results. Thread-safe. */
final class PipelineCounts {

  private record Source(String streamId, int partition) {}

  private final Tally tally;
  private final Map<Source, Long> newestOffsets = new HashMap<>();
  private Frame newest;
  private long latencyMillis;

  PipelineCounts(long nowNanos) {
    this.tally = new Tally(nowNanos);
  }

  /** Takes a frame from before the start: it is not counted, but what follows must be newer. */
  synchronized void seed(Frame frame, Processing processing) {
    advance(frame, processing.source());
  }

  /**
   * Takes a frame that is newer than all before it; false, and counted, where it is not.
   *
   * @param appendedAtMillis of the result, by the clock that also stamped its source
   */
  synchronized boolean accept(
      Frame frame, Processing processing, long appendedAtMillis, long nowNanos) {
    if (!advance(frame, processing.source())) {
      tally.drop(Drop.DUPLICATE);
      return false;
    }
    tally.add(frame, nowNanos);
    latencyMillis =
        Math.max(0, Saturating.subtract(appendedAtMillis, processing.source().appendedAtMillis()));
    return true;
  }

  private boolean advance(Frame frame, SourcePosition source) {
    Source key = new Source(frame.streamId(), source.partition());
    if (source.offset() <= newestOffsets.getOrDefault(key, -1L)) {
      return false;
    }
    // A pipeline has one stream at a time; what it left behind need not be remembered.
    newestOffsets.keySet().removeIf(known -> !known.streamId().equals(frame.streamId()));
    newestOffsets.put(key, source.offset());
    newest = frame;
    return true;
  }

  synchronized void drop(String reason) {
    tally.drop(reason);
  }

  synchronized Optional<Frame> newest() {
    return Optional.ofNullable(newest);
  }

  synchronized void describe(PipelineStatus.Builder status, long nowNanos) {
    status
        .setFps(tally.fps(nowNanos))
        .setFrames(tally.frames())
        .setLatencyMicros(Saturating.multiply(latencyMillis, 1_000))
        .putAllDrops(tally.drops());
    tally.last().ifPresent(status::setLastFrame);
    newest()
        .flatMap(Frame::processing)
        .map(Processing::accelerator)
        .ifPresent(status::setAccelerator);
  }
}
