package io.darkroom.job;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a single-partition topic on a background thread, until it is closed. If the topic cannot
 * be read, the job keeps running, and this retries every few seconds and continues at its position.
 * If the reader throws on a record, the record is logged and skipped.
 */
final class KafkaTail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaTail.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final long BEGINNING = -1;

  /** Receives the records of a topic, on the thread that follows it. */
  interface Reader {

    void read(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;

    /**
     * Called if Kafka no longer has the position, because the topic was created again or lost
     * records. Returns the offset to continue at; by default this is the topic's beginning.
     */
    default long restart() throws InterruptedException {
      return BEGINNING;
    }
  }

  private final Properties properties;
  private final TopicPartition topic;
  private final Reader reader;
  private final Thread thread;
  private final CountDownLatch pausing = new CountDownLatch(1);
  private long next;
  private boolean lost;
  private volatile KafkaConsumer<byte[], byte[]> open;
  private volatile boolean closed;

  private KafkaTail(Properties properties, String topic, long next, Reader reader) {
    this.properties = properties;
    this.topic = new TopicPartition(topic, 0);
    this.next = next;
    this.reader = reader;
    this.thread = new Thread(this::run, "follow-" + topic);
  }

  /** Follows a topic from its beginning; records without a key are skipped. */
  static KafkaTail follow(
      JobConfig config, String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Properties properties = config.clientProperties();
    properties.setProperty("client.id", config.groupId() + "-" + topic);
    return follow(
        properties,
        topic,
        BEGINNING,
        record -> {
          if (record.key() != null) {
            reader.accept(record);
          }
        });
  }

  /** Follows a topic from an offset. */
  static KafkaTail follow(Properties properties, String topic, long offset, Reader reader) {
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("allow.auto.create.topics", "false");
    properties.setProperty("auto.offset.reset", "none");
    KafkaTail tail = new KafkaTail(properties, topic, offset, reader);
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
      } catch (InterruptedException e) {
        closed = true;
      } catch (InvalidOffsetException e) {
        LOG.warn("topic {}: offset {} is gone; reading starts again", topic.topic(), next);
        lost = true;
      } catch (RuntimeException | Error e) {
        LOG.warn("topic {}: cannot be read; retrying in {} s", topic.topic(), PAUSE.toSeconds(), e);
        pause();
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
    if (lost) {
      next = reader.restart();
      lost = false;
    }
    consumer.assign(List.of(topic));
    if (next == BEGINNING) {
      consumer.seekToBeginning(List.of(topic));
    } else {
      consumer.seek(topic, next);
    }
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        accept(record);
        next = record.offset() + 1;
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      reader.read(record);
    } catch (RuntimeException e) {
      LOG.warn(
          "topic {}: record at offset {} skipped: {}",
          topic.topic(),
          record.offset(),
          e.getMessage());
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
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
