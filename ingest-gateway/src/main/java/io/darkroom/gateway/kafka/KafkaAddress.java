package io.darkroom.gateway.kafka;

import io.darkroom.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Creates Kafka clients that notice an outage and its end within seconds. Their creator closes
 * them.
 *
 * @param bootstrapServers host:port, comma-separated
 * @param properties settings for every client, for security and tuning
 * @param readBytes counts what the consumers receive
 */
public record KafkaAddress(
    String bootstrapServers, Map<String, String> properties, ReadBytes readBytes) {

  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final AtomicInteger PRODUCERS = new AtomicInteger();

  private static final Map<String, Object> CONSUMER_SETTINGS =
      Map.of(
          "enable.auto.commit",
          false,
          "allow.auto.create.topics",
          false,
          "auto.offset.reset",
          "none",
          "default.api.timeout.ms",
          5_000,
          "request.timeout.ms",
          5_000);

  public KafkaAddress(String bootstrapServers, Map<String, String> properties) {
    this(bootstrapServers, properties, new ReadBytes());
  }

  /** Creates an admin client whose calls fail after the given time. */
  public Admin admin(int timeoutMillis) {
    return admin(timeoutMillis, timeoutMillis);
  }

  /** Creates an admin client that tries another broker if one does not answer in time. */
  Admin admin(int timeoutMillis, int brokerTimeoutMillis) {
    return Admin.create(
        with(
            Map.of(
                "request.timeout.ms",
                brokerTimeoutMillis,
                "default.api.timeout.ms",
                timeoutMillis,
                "socket.connection.setup.timeout.ms",
                brokerTimeoutMillis)));
  }

  /** Creates a producer with an id of its own, which also names its network thread. */
  KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> all = with(settings);
    all.putIfAbsent("client.id", "darkroom-gateway-" + PRODUCERS.incrementAndGet());
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Creates a consumer that follows topics: it gets each record at once, however large.
   *
   * @param maxWaitMillis how long Kafka may hold a fetch for which there is no record
   */
  KafkaConsumer<byte[], byte[]> follower(int maxWaitMillis, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("fetch.min.bytes", 1);
    all.put("fetch.max.wait.ms", maxWaitMillis);
    all.put("max.partition.fetch.bytes", Topics.MAX_RECORD_BYTES);
    all.put("receive.buffer.bytes", 1 << 20);
    return consumer(all);
  }

  /** Creates a consumer that neither commits positions nor creates topics. */
  KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(CONSUMER_SETTINGS);
    if (!properties.containsKey("metric.reporters")) {
      all.put("metric.reporters", List.of(ReadBytes.Reporter.class));
      all.put(ReadBytes.SETTING, readBytes);
    }
    all.putAll(settings);
    return new KafkaConsumer<>(with(all), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> with(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", bootstrapServers);
    all.put("reconnect.backoff.ms", 50);
    all.put("reconnect.backoff.max.ms", 500);
    all.put("socket.connection.setup.timeout.ms", CONNECT_TIMEOUT_MILLIS);
    all.put("metric.reporters", "");
    all.putAll(properties);
    all.putAll(settings);
    return all;
  }
}
