package io.darkroom.gateway.kafka;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes a compacted topic as its only writer at that moment, over all gateways: Kafka lets one
 * producer at a time write under the topic's transactional id. A change is decided on what the
 * topic says to its very end, so no two callers, here or at other gateways, build on the same
 * state. One thread does the work; callers never block. Closed by who opened it.
 */
public final class ControlWriter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ControlWriter.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_PAUSE_MILLIS = 400;

  /**
   * What is to be written under a key.
   *
   * @param value null deletes
   */
  public record Change(byte[] value) {
    public static final Change DELETION = new Change(null);
  }

  /** What the gateway has read of the topic. */
  public interface Reader {
    /** Completes once all records before the offset have been taken in. */
    CompletableFuture<Void> readTo(int partition, long offset);
  }

  private final KafkaAddress kafka;
  private final Topic topic;
  private final KafkaHealth health;
  private final Reader reader;
  private final ExecutorService thread;
  private SoleWriter writer;

  public ControlWriter(KafkaAddress kafka, Topic topic, KafkaHealth health, Reader reader) {
    this.kafka = kafka;
    this.topic = topic;
    this.health = health;
    this.reader = reader;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread created = new Thread(task, "darkroom-write-" + topic.name());
              created.setDaemon(true);
              return created;
            });
  }

  /**
   * Decides on a change and makes it, after all that was asked for before. Completes when this
   * gateway has taken the change in, with its place in the topic, or with nothing where none was
   * made; fails with what the decision throws, or {@code UNAVAILABLE} where Kafka does not answer.
   *
   * @param decision empty: all is as wanted. Asked again where another gateway was faster.
   */
  public CompletableFuture<Optional<RecordMetadata>> change(
      String key, Supplier<Optional<Change>> decision) {
    CompletableFuture<Optional<RecordMetadata>> result = new CompletableFuture<>();
    try {
      health.requireUp();
      thread.execute(() -> complete(key, decision, result));
    } catch (DarkroomException e) {
      result.completeExceptionally(e);
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(PublishErrors.unavailable("shutting down", e));
    }
    return result;
  }

  private void complete(
      String key,
      Supplier<Optional<Change>> decision,
      CompletableFuture<Optional<RecordMetadata>> result) {
    try {
      result.complete(write(key, decision));
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private Optional<RecordMetadata> write(String key, Supplier<Optional<Change>> decision) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 0; ; attempt++) {
      try {
        health.requireUp();
        return attempt(key, decision);
      } catch (SoleWriter.Overtaken e) {
        closeWriter();
        if (System.nanoTime() > deadline) {
          throw contended(e);
        }
        log.debug("topic {}: another gateway writes, attempt {}", topic.name(), attempt, e);
        pause(attempt);
      }
    }
  }

  private Optional<RecordMetadata> attempt(String key, Supplier<Optional<Change>> decision) {
    int length = 0;
    try {
      if (writer == null) {
        writer = new SoleWriter(kafka, topic.name());
      }
      writer.ends().forEach((partition, end) -> reader.readTo(partition, end).join());
      Optional<Change> change = decision.get();
      if (change.isEmpty()) {
        return Optional.empty();
      }
      byte[] value = change.get().value();
      length = value == null ? 0 : value.length;
      RecordMetadata written = writer.write(TypedRecord.of(topic, key, value));
      reader.readTo(written.partition(), written.offset() + 1).join();
      return Optional.of(written);
    } catch (SoleWriter.Overtaken | DarkroomException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failed(e, length);
    }
  }

  /** The state of the transaction is unknown: the next change begins with a new producer. */
  private DarkroomException failed(RuntimeException failure, int length) {
    closeWriter();
    if (failure instanceof TimeoutException) {
      health.probeSoon();
    }
    return failure.getCause() instanceof DarkroomException coded
        ? coded
        : PublishErrors.coded(failure, RecordKind.DEFINITION, length);
  }

  private DarkroomException contended(Exception cause) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "%s: other gateways wrote all the time for %d s (expected: a turn). %s"
            .formatted(topic.name(), PATIENCE.toSeconds(), "Try again in a moment."),
        cause);
  }

  /** Longer from attempt to attempt, and by chance, so that gateways do not keep in step. */
  private static void pause(int attempt) {
    int most = Math.min(LONGEST_PAUSE_MILLIS, 20 << Math.min(attempt, 10));
    try {
      Thread.sleep(1 + ThreadLocalRandom.current().nextInt(most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PublishErrors.unavailable("shutting down", e);
    }
  }

  private void closeWriter() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeWriter();
  }
}
