package io.darkroom.gateway.kafka;

import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the records of a topic on so that none of them stops the reader: one that cannot be read
 * is counted and skipped; after an error of the JVM it is tried once more. Warns at most every 30
 * s. Used by the reader's thread.
 */
final class RecordGuard {

  private static final Logger log = LoggerFactory.getLogger(RecordGuard.class);
  private static final Duration QUIET = Duration.ofSeconds(30);

  private record Place(int partition, long offset) {}

  private final String topic;
  private final GatewayMetrics metrics;
  private Place failedAt;
  private long lastWarning = System.nanoTime() - QUIET.toNanos();

  RecordGuard(String topic, GatewayMetrics metrics) {
    this.topic = topic;
    this.metrics = metrics;
  }

  /** Reads a record; throws only a JVM error that it has not thrown for this record before. */
  void read(ConsumerRecord<byte[], byte[]> message, Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException e) {
      unreadable(message, e);
    } catch (Error e) {
      Place place = new Place(message.partition(), message.offset());
      if (!place.equals(failedAt)) {
        failedAt = place;
        throw e;
      }
      unreadable(message, e);
    }
  }

  private void unreadable(ConsumerRecord<byte[], byte[]> message, Throwable cause) {
    metrics.unreadable(topic);
    warn("record %d-%d is unreadable".formatted(message.partition(), message.offset()), cause);
  }

  /** Reports that the reader failed and will try again. */
  void failed(Throwable failure) {
    if (failure instanceof Error) {
      log.error("topic {}: restarted after an error", topic, failure);
    } else {
      warn("reading failed, will retry", failure);
    }
  }

  /** Counts and reports records that were deleted before they were read. */
  void missed(long records) {
    metrics.missed(topic, records);
    log.warn("topic {}: {} records were deleted before they were read", topic, records);
  }

  private void warn(String what, Throwable cause) {
    long now = System.nanoTime();
    if (now - lastWarning < QUIET.toNanos()) {
      log.debug("topic {}: {}", topic, what, cause);
      return;
    }
    lastWarning = now;
    log.warn("topic {}: {}: {}", topic, what, cause.toString());
  }
}
