package io.darkroom.gateway.frames.watch;

import io.darkroom.frame.Frame;
import io.darkroom.gateway.limits.RecentMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The newest frame of each stream or pipeline, for snapshots and for watchers that begin between
 * two frames. Thread-safe.
 */
final class NewestFrames {

  /**
   * A frame and how to deliver it.
   *
   * @param delivery makes its delivery when a watcher needs it
   */
  record Newest(Frame frame, Supplier<Delivery> delivery) {}

  private final RecentMap<String, Newest> frames;
  private final int maxBytes;

  /**
   * @param capacity streams or pipelines; those that were active least recently are forgotten
   * @param maxBytes of a frame's message; longer ones are not kept
   */
  NewestFrames(int capacity, int maxBytes) {
    this.frames = new RecentMap<>(capacity);
    this.maxBytes = maxBytes;
  }

  void put(String id, int bytes, Newest newest) {
    if (bytes <= maxBytes) {
      frames.put(id, newest);
    } else {
      frames.remove(id);
    }
  }

  void remove(String id) {
    frames.remove(id);
  }

  Optional<Newest> find(String id) {
    return frames.find(id);
  }
}
