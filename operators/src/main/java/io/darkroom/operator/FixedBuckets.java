package io.darkroom.operator;

import io.darkroom.telemetry.metric.Buckets;
import java.util.concurrent.atomic.DoubleAdder;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * A histogram whose buckets can be added up across subtasks, unlike Flink's own, which export
 * quantiles. Its series follow Prometheus: cumulative {@code _bucket} counters with a label {@code
 * le}, {@code _sum} in seconds and {@code _count}. Updated by one thread.
 */
final class FixedBuckets {

  private static final long[] BOUNDS_MICROS = Buckets.micros();
  private static final double MICROS_PER_SECOND = 1e6;

  private final Counter[] buckets = new Counter[BOUNDS_MICROS.length + 1];
  private final DoubleAdder sum = new DoubleAdder();
  private final Counter count;

  FixedBuckets(MetricGroup group, String name) {
    for (int i = 0; i < BOUNDS_MICROS.length; i++) {
      buckets[i] = group.addGroup("le", Buckets.SECONDS.get(i)).counter(name + "_bucket");
    }
    buckets[BOUNDS_MICROS.length] = group.addGroup("le", "+Inf").counter(name + "_bucket");
    group.gauge(name + "_sum", sum::sum);
    count = group.counter(name + "_count");
  }

  void observe(long micros) {
    for (int i = BOUNDS_MICROS.length; i >= 0; i--) {
      if (i < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[i]) {
        break;
      }
      buckets[i].inc();
    }
    sum.add(micros / MICROS_PER_SECOND);
    count.inc();
  }
}
