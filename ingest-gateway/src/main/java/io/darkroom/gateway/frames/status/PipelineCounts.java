package io.darkroom.gateway.frames.status;

import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.v1.PipelineStatus;
import java.util.HashMap;
import java.util.Map;

/** Counts the results of one pipeline. Thread-safe. */
final class PipelineCounts {

  private record Source(String streamId, int partition) {}

  private final Tally tally;
  private final Map<Source, Long> newestOffsets = new HashMap<>();
  private String accelerator = "";
  private long latencyMillis;

  PipelineCounts(long nowNanos) {
    this.tally = new Tally(nowNanos);
  }

  /**
   * Takes a frame from before the start. Does not count it, but later frames must be newer.
   *
   * @return whether it is newer than all before it
   */
  synchronized boolean seed(Frame frame, Processing processing) {
    return advance(frame, processing);
  }

  /**
   * Counts a frame if it is newer than all before it; otherwise counts a duplicate and returns
   * false.
   *
   * @param appendedAtMillis append time of the result, by the broker's clock
   */
  synchronized boolean accept(
      Frame frame, Processing processing, long appendedAtMillis, long nowNanos) {
    if (!advance(frame, processing)) {
      tally.drop(Drop.DUPLICATE);
      return false;
    }
    tally.add(frame, nowNanos);
    latencyMillis =
        Math.max(0, Saturating.subtract(appendedAtMillis, processing.source().appendedAtMillis()));
    return true;
  }

  private boolean advance(Frame frame, Processing processing) {
    SourcePosition source = processing.source();
    Source key = new Source(frame.streamId(), source.partition());
    if (source.offset() <= newestOffsets.getOrDefault(key, -1L)) {
      return false;
    }
    // A pipeline has one stream at a time, so offsets of earlier streams are not needed.
    newestOffsets.keySet().removeIf(known -> !known.streamId().equals(frame.streamId()));
    newestOffsets.put(key, source.offset());
    accelerator = processing.accelerator();
    return true;
  }

  synchronized void drop(String reason) {
    tally.drop(reason);
  }

  synchronized void describe(PipelineStatus.Builder status, long nowNanos) {
    status
        .setFps(tally.fps(nowNanos))
        .setFrames(tally.frames())
        .setLatencyMicros(Saturating.multiply(latencyMillis, 1_000))
        .putAllDrops(tally.drops());
    tally.last().ifPresent(status::setLastFrame);
    status.setAccelerator(accelerator);
  }
}
