package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.telemetry.setting.RuntimeSettings;
import io.darkroom.telemetry.setting.SettingSource;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic {@code settings}, from its beginning; the job runs on where it cannot be read. */
record KafkaSettings(JobConfig config) implements SettingSource {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSettings.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  @Override
  public AutoCloseable follow(RuntimeSettings settings) {
    Thread thread = new Thread(() -> run(settings), "darkroom-settings");
    thread.setDaemon(true);
    thread.setContextClassLoader(KafkaSettings.class.getClassLoader());
    thread.start();
    return () -> {
      thread.interrupt();
      thread.join(POLL.toMillis());
    };
  }

  private void run(RuntimeSettings settings) {
    while (!Thread.currentThread().isInterrupted()) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
        read(consumer, settings);
      } catch (InterruptException | WakeupException e) {
        return;
      } catch (KafkaException e) {
        LOG.warn("settings: not readable for now: {}", e.getMessage());
        pause();
      }
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer, RuntimeSettings settings) {
    TopicPartition topic = new TopicPartition(config.topics().settings().name(), 0);
    consumer.assign(List.of(topic));
    consumer.seekToBeginning(List.of(topic));
    while (!Thread.currentThread().isInterrupted()) {
      consumer.poll(POLL).forEach(record -> apply(record, settings));
    }
  }

  private static void apply(ConsumerRecord<byte[], byte[]> record, RuntimeSettings settings) {
    if (record.key() == null) {
      return;
    }
    try {
      settings.apply(new String(record.key(), UTF_8), record.value());
    } catch (RuntimeException e) {
      LOG.warn(
          "settings: record at offset {} changes nothing: {}", record.offset(), e.getMessage());
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Properties properties = config.clientProperties();
    properties.setProperty("client.id", config.groupId() + "-settings");
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("allow.auto.create.topics", "false");
    properties.setProperty("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
