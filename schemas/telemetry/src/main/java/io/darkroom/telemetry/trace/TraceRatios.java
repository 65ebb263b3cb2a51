package io.darkroom.telemetry.trace;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Streams of which a part of the frames is traced whatever the budget says. Thread-safe. */
public final class TraceRatios {

  private final Map<String, Double> ratios = new ConcurrentHashMap<>();

  /** {@code ratio} is from 0 to 1. */
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

  /** By stream, in order. */
  public Map<String, Double> all() {
    return new TreeMap<>(ratios);
  }
}
