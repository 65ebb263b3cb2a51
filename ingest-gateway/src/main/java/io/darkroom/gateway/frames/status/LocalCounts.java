package io.darkroom.gateway.frames.status;

import io.darkroom.gateway.limits.RecentMap;
import io.darkroom.telemetry.metric.Saturating;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Frames that this gateway dropped, by id and reason. Bounded: forgets the ids that dropped a frame
 * least recently. Thread-safe.
 */
final class LocalCounts {

  private final RecentMap<String, Map<String, Long>> counts =
      new RecentMap<>(KnownStreams.MAX_STREAMS);

  void add(String id, String reason, long frames) {
    Map<String, Long> ofId = counts.touch(id, key -> new TreeMap<>());
    synchronized (ofId) {
      ofId.merge(reason, frames, Saturating::add);
    }
  }

  /** Frames by reason. */
  Map<String, Long> of(String id) {
    Map<String, Long> ofId = counts.find(id).orElse(Map.of());
    synchronized (ofId) {
      return Map.copyOf(ofId);
    }
  }

  List<String> ids() {
    return counts.keys();
  }

  void remove(String id) {
    counts.remove(id);
  }
}
