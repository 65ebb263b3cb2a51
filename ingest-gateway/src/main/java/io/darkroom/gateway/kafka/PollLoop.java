package io.darkroom.gateway.kafka;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Polls a consumer on its own thread. After any failure it closes the consumer, pauses, and opens a
 * new one, until it is closed. Closed by its owner.
 */
final class PollLoop implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofMillis(700);

  private final Supplier<KafkaConsumer<byte[], byte[]>> opener;
  private final Consumer<KafkaConsumer<byte[], byte[]>> poller;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;
  private volatile KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;

  /**
   * All arguments are called on the loop's thread.
   *
   * @param opener opens a consumer
   * @param poller polls it while the loop {@link #isOpen}; returns early to get a new consumer
   * @param onFailure reports a failure; the loop continues, even if this throws
   */
  PollLoop(
      String threadName,
      Supplier<KafkaConsumer<byte[], byte[]>> opener,
      Consumer<KafkaConsumer<byte[], byte[]>> poller,
      Consumer<Throwable> onFailure) {
    this.opener = opener;
    this.poller = poller;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean isOpen() {
    return !closed;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    while (!closed) {
      try {
        pollOne();
      } catch (WakeupException e) {
        // Only close() wakes the consumer up; the loop checks the flag.
      } catch (Throwable e) {
        report(e);
        pause();
      }
    }
  }

  private void pollOne() {
    KafkaConsumer<byte[], byte[]> opened = opener.get();
    consumer = opened;
    try {
      poller.accept(opened);
    } finally {
      opened.close(CloseOptions.timeout(CLOSE));
    }
  }

  private void report(Throwable failure) {
    try {
      onFailure.accept(failure);
    } catch (Throwable e) {
      // Not even a failing report may end the thread.
    }
  }

  void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
