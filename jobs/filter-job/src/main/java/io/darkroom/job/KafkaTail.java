package io.darkroom.job;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a single-partition topic from its beginning, on a background thread, until it is closed.
 * If the topic cannot be read, the job keeps running and this retries every few seconds. If the
 * reader throws on a record, the record is logged and skipped.
 */
final class KafkaTail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaTail.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final JobConfig config;
  private final TopicPartition topic;
  private final Consumer<ConsumerRecord<byte[], byte[]>> reader;
  private final Thread thread;
  private final CountDownLatch pausing = new CountDownLatch(1);
  private volatile KafkaConsumer<byte[], byte[]> open;
  private volatile boolean closed;

  private KafkaTail(
      JobConfig config, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    this.config = config;
    this.topic = new TopicPartition(topic, 0);
    this.reader = reader;
    this.thread = new Thread(this::run, "follow-" + topic);
  }

  static KafkaTail follow(
      JobConfig config, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    KafkaTail tail = new KafkaTail(config, topic, reader);
    tail.thread.setDaemon(true);
    tail.thread.setContextClassLoader(KafkaTail.class.getClassLoader());
    tail.thread.start();
    return tail;
  }

  private void run() {
    while (!closed) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
        open = consumer;
        read(consumer);
      } catch (WakeupException e) {
        // Only close() wakes the consumer; the loop then sees the flag.
      } catch (RuntimeException | Error e) {
        LOG.warn("topic {}: cannot be read; retrying in {} s", topic.topic(), PAUSE.toSeconds(), e);
        pause();
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(topic));
    consumer.seekToBeginning(List.of(topic));
    while (!closed) {
      consumer.poll(POLL).forEach(this::accept);
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    try {
      reader.accept(record);
    } catch (RuntimeException e) {
      LOG.warn(
          "topic {}: record at offset {} skipped: {}",
          topic.topic(),
          record.offset(),
          e.getMessage());
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Properties properties = config.clientProperties();
    properties.setProperty("client.id", config.groupId() + "-" + topic.topic());
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("allow.auto.create.topics", "false");
    properties.setProperty("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void pause() {
    try {
      pausing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    pausing.countDown();
    KafkaConsumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
    thread.join(PAUSE.toMillis());
  }
}
