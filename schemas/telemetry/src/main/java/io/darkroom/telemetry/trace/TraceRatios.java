package io.darkroom.telemetry.trace;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The trace ratios of streams, which apply instead of the trace budget. Thread-safe. */
public final class TraceRatios {

  private final Map<String, Double> ratios = new ConcurrentHashMap<>();

  /** Sets the ratio of a stream, from 0 to 1. */
  public void put(String streamId, double ratio) {
    ratios.put(streamId, Math.min(1, Math.max(0, ratio)));
  }

  public void remove(String streamId) {
    ratios.remove(streamId);
  }

  public OptionalDouble of(String streamId) {
    Double ratio = ratios.get(streamId);
    return ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio);
  }

  /** Returns the ratios by stream, sorted by id. */
  public Map<String, Double> all() {
    return new TreeMap<>(ratios);
  }
}
