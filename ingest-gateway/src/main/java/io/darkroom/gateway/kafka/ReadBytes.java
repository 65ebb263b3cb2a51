package io.darkroom.gateway.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/** Counts all bytes that the consumers of one gateway receive from Kafka. Thread-safe. */
public final class ReadBytes {

  /** Key of the consumers' settings; its value is the instance that counts. */
  static final String SETTING = "darkroom.read.bytes";

  private final Set<Reporter> open = ConcurrentHashMap.newKeySet();
  private final LongAdder closed = new LongAdder();

  /** The bytes so far, of open and closed consumers. */
  public long sum() {
    return closed.sum() + open.stream().mapToLong(Reporter::bytes).sum();
  }

  /** Reads the counter of one consumer; Kafka creates it. */
  public static final class Reporter implements MetricsReporter {

    private ReadBytes counter;
    private volatile KafkaMetric incoming;

    @Override
    public void configure(Map<String, ?> settings) {
      counter = (ReadBytes) settings.get(SETTING);
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
      metrics.forEach(this::metricChange);
      counter.open.add(this);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
      if (metric.metricName().name().equals("incoming-byte-total")
          && metric.metricName().group().equals("consumer-metrics")) {
        incoming = metric;
      }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    long bytes() {
      KafkaMetric present = incoming;
      return present == null ? 0 : ((Number) present.metricValue()).longValue();
    }

    @Override
    public void close() {
      counter.closed.add(bytes());
      counter.open.remove(this);
    }
  }
}
