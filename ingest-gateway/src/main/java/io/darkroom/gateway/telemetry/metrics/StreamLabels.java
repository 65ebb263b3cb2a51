package io.darkroom.gateway.telemetry.metrics;

import io.darkroom.telemetry.metric.SharedLabel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses the streams with their own series: the first ones up to a limit; the others share one
 * label. Thread-safe.
 */
final class StreamLabels {

  private final int limit;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  StreamLabels(int limit) {
    this.limit = limit;
  }

  /** The value of the label {@code stream} for a stream. */
  String of(String streamId) {
    return known.contains(streamId) || admitted(streamId) ? streamId : SharedLabel.OTHER;
  }

  private synchronized boolean admitted(String streamId) {
    return known.contains(streamId) || (known.size() < limit && known.add(streamId));
  }

  int size() {
    return known.size();
  }
}
