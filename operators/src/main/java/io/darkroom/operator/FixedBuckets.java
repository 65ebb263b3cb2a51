package io.darkroom.operator;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * A histogram whose buckets can be added up across subtasks, unlike Flink's own, which export
 * quantiles. Its series follow Prometheus: cumulative {@code bucket} counters with a label {@code
 * le} in microseconds, {@code sum} and {@code count}.
 */
final class FixedBuckets {

  private static final long[] BOUNDS_MICROS = {
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 5_000_000
  };

  private final Counter[] buckets = new Counter[BOUNDS_MICROS.length + 1];
  private final Counter sum;
  private final Counter count;

  FixedBuckets(MetricGroup group) {
    for (int i = 0; i < BOUNDS_MICROS.length; i++) {
      buckets[i] = group.addGroup("le", Long.toString(BOUNDS_MICROS[i])).counter("bucket");
    }
    buckets[BOUNDS_MICROS.length] = group.addGroup("le", "+Inf").counter("bucket");
    sum = group.counter("sum");
    count = group.counter("count");
  }

  void observe(long micros) {
    for (int i = BOUNDS_MICROS.length; i >= 0; i--) {
      if (i < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[i]) {
        break;
      }
      buckets[i].inc();
    }
    sum.inc(micros);
    count.inc();
  }
}
