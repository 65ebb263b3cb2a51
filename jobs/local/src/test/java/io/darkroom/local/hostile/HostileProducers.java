package io.darkroom.local.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes corrupted records directly into all topics. */
final class HostileProducers implements AutoCloseable {

  private final Topics topics;
  private final Mutator mutator;
  private final HostileMessages messages;
  private final List<KafkaProducer<byte[], byte[]>> producers;
  private final AtomicLong refusedByKafka = new AtomicLong();

  HostileProducers(String bootstrapServers, Topics topics, Mutator mutator) {
    this.topics = topics;
    this.mutator = mutator;
    this.messages = new HostileMessages(mutator);
    this.producers =
        List.of("none", "none", "gzip", "lz4").stream()
            .map(compression -> producer(bootstrapServers, compression))
            .toList();
  }

  private static KafkaProducer<byte[], byte[]> producer(String servers, String compression) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "compression.type",
            compression,
            "linger.ms",
            5,
            "max.request.size",
            Topics.MAX_RECORD_BYTES),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Of ten records, six are frames, two are requests and two are control records. */
  void send(int number) {
    switch (number % 10) {
      case 0, 1, 2 -> send(topics.frames(), HostileMessages.STREAM, messages.frame());
      case 3, 4, 5 -> send(topics.frames(), HostileMessages.STREAM, messages.image());
      case 6, 7 -> send(topics.requests(), "r" + number, messages.request("r" + number));
      case 8 -> sendPipeline();
      default -> sendControl();
    }
  }

  private void sendPipeline() {
    String id = "hostile" + mutator.below(6);
    send(topics.pipelines(), id, mutator.oneIn(4) ? null : messages.timeline(id));
  }

  /** Writes to a topic between gateways and the job. */
  private void sendControl() {
    List<Topic> control =
        List.of(
            topics.catalog(),
            topics.sources(),
            topics.sourceStatus(),
            topics.settings(),
            topics.cancellations(),
            topics.processed(),
            topics.answers(),
            topics.rejects());
    Topic topic = mutator.oneOf(control);
    byte[] value = mutator.oneIn(2) ? mutator.noise(200) : mutator.bytes(messages.frame());
    send(topic, mutator.text(), value);
  }

  private void send(Topic topic, String usualKey, byte[] value) {
    boolean compacted = topic.settings().get("cleanup.policy").contains("compact");
    byte[] key = mutator.key(usualKey);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.name(), key == null && compacted ? usualKey.getBytes(UTF_8) : key, value);
    for (int headers = mutator.below(3); headers > 0; headers--) {
      record.headers().add(headerName(), mutator.oneIn(5) ? null : mutator.text().getBytes(UTF_8));
    }
    try {
      mutator
          .oneOf(producers)
          .send(
              record,
              (metadata, failure) -> {
                if (failure != null) {
                  refusedByKafka.incrementAndGet();
                }
              });
    } catch (RuntimeException e) {
      refusedByKafka.incrementAndGet();
    }
  }

  private String headerName() {
    String other = mutator.text();
    return mutator.oneOf(
        List.of(
            Topics.CONTENT_TYPE,
            Topics.TRACEPARENT,
            Topics.TRACESTATE,
            Topics.BAGGAGE,
            other.substring(0, Math.min(other.length(), 100))));
  }

  /** The number of records that Kafka refused. */
  long refusedByKafka() {
    return refusedByKafka.get();
  }

  void flush() {
    producers.forEach(KafkaProducer::flush);
  }

  @Override
  public void close() {
    producers.forEach(KafkaProducer::close);
  }
}
