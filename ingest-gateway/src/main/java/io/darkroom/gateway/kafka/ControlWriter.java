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
 * Changes a compacted topic as its only writer at a time among all gateways: Kafka lets one
 * producer at a time write with the topic's transactional id. Each change is decided after the
 * topic has been read to its end, so no two changes, here or at other gateways, are based on the
 * same state. Runs on its own thread; callers never block. Closed by its owner.
 */
public final class ControlWriter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ControlWriter.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_PAUSE_MILLIS = 400;

  /**
   * The new value of a key.
   *
   * @param value null to delete the key
   */
  public record Change(byte[] value) {
    public static final Change DELETION = new Change(null);
  }

  /** The gateway's reader of the topic. */
  public interface Reader {
    /** Completes when all records before the offset have been applied. */
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
   * Decides on a change and writes it, after all changes that were requested before. Completes when
   * this gateway has applied the change, with its position in the topic, or empty if there was
   * nothing to change. Fails with the exception of the decision, or with {@code UNAVAILABLE} if
   * Kafka does not answer.
   *
   * @param decision the change; empty for none. Called again if another gateway wrote first.
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
        log.debug("topic {}: another gateway wrote first, attempt {}", topic.name(), attempt, e);
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

  /** Closes the writer, since the state of its transaction is unknown. */
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
        "%s: other gateways kept writing for %d s (expected: a pause). %s"
            .formatted(topic.name(), PATIENCE.toSeconds(), "Try again in a moment."),
        cause);
  }

  /** Exponential backoff with jitter. */
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
