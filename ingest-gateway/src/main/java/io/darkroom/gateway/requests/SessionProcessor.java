package io.darkroom.gateway.requests;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.error.Errors;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Processes the images of one call as one session: filters keep their state, and results are
 * delivered in the order of the images. A failed image also gives a result. One thread at a time
 * submits images, at most {@value #MAX_IN_FLIGHT} ahead of their results. Never blocks. No results
 * are delivered after closing.
 */
public final class SessionProcessor implements AutoCloseable {

  public static final int MAX_IN_FLIGHT = 8;

  /** The result for an image. Images are numbered from 0. */
  public sealed interface Result {
    long number();

    /** The tag from the submission. */
    long tag();
  }

  public record Processed(long number, long tag, Frame frame) implements Result {}

  public record Failed(long number, long tag, DarkroomException cause) implements Result {}

  private static final class Slot {
    private final long number;
    private final long tag;
    private CompletableFuture<Frame> answer;
    private Result result;

    Slot(long number, long tag) {
      this.number = number;
      this.tag = tag;
    }
  }

  private final String id = UUID.randomUUID().toString();
  private final ImageProcessor processor;
  private final AsyncSemaphore permits;
  private final TraceContext trace;
  private final Executor executor;
  private final Consumer<Result> results;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  /** Images whose results are not yet delivered, in order. */
  private final Deque<Slot> slots = new ArrayDeque<>();

  private CompletableFuture<Void> started = CompletableFuture.completedFuture(null);
  private SessionSettings settings;
  private long submitted;
  private boolean delivering;
  private boolean finishing;
  private boolean closed;

  /**
   * @param executor delivers the results, one after the other
   * @param results receives the results; must not block
   */
  public SessionProcessor(
      ImageProcessor processor, TraceContext trace, Executor executor, Consumer<Result> results) {
    this.processor = processor;
    this.permits = processor.pending().sessionPermits();
    this.trace = trace;
    this.executor = executor;
    this.results = results;
  }

  /**
   * Sets the settings for the following images. Call it before the first.
   *
   * @throws DarkroomException {@code INVALID_CHAIN}; the previous settings then remain
   */
  public void use(SessionSettings next) {
    processor.catalogue().validate(next.chain());
    settings = next;
  }

  /** The number of submitted images whose results are not yet delivered. */
  public synchronized int inFlight() {
    return slots.size();
  }

  /**
   * Processes an image.
   *
   * @param tag returned with the result
   */
  public void submit(ByteString image, Instant capturedAt, long tag) {
    Slot slot = append(tag);
    Request request =
        new Request(
            id + "-" + slot.number,
            settings.chain(),
            settings.accelerator(),
            settings.output(),
            id);
    boolean stored = settings.stored();
    started =
        started
            .thenCompose(before -> permits.acquire())
            .thenRun(() -> start(slot, () -> answer(image, stored, capturedAt, request)));
  }

  private synchronized Slot append(long tag) {
    if (settings == null || slots.size() >= MAX_IN_FLIGHT) {
      throw new IllegalStateException("submitted without settings, or too many at a time");
    }
    Slot slot = new Slot(submitted++, tag);
    slots.addLast(slot);
    return slot;
  }

  private void start(Slot slot, Supplier<CompletableFuture<Frame>> call) {
    CompletableFuture<Frame> answer = call.get();
    if (!take(slot, answer)) {
      answer.cancel(false);
    }
    answer.whenComplete(
        (frame, failure) -> {
          permits.release();
          settle(slot, frame, failure);
        });
  }

  private CompletableFuture<Frame> answer(
      ByteString image, boolean stored, Instant capturedAt, Request request) {
    if (isClosed()) {
      return new CompletableFuture<>();
    }
    try {
      return processor.process(image, stored, capturedAt, request, trace);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized boolean take(Slot slot, CompletableFuture<Frame> answer) {
    slot.answer = answer;
    return !closed;
  }

  private void settle(Slot slot, Frame frame, Throwable failure) {
    if (isClosed()) {
      return;
    }
    Result result =
        failure == null
            ? new Processed(slot.number, slot.tag, frame)
            : new Failed(slot.number, slot.tag, Errors.coded(failure));
    synchronized (this) {
      slot.result = result;
    }
    executor.execute(this::deliver);
  }

  private void deliver() {
    for (Result result = next(); result != null; result = next()) {
      results.accept(result);
      delivered();
    }
  }

  private synchronized Result next() {
    if (delivering || closed || slots.isEmpty() || slots.getFirst().result == null) {
      return null;
    }
    delivering = true;
    return slots.removeFirst().result;
  }

  private void delivered() {
    synchronized (this) {
      delivering = false;
    }
    completeIfDrained();
  }

  /** Ends the submission of images. The future completes when the last result is delivered. */
  public CompletableFuture<Void> finish() {
    synchronized (this) {
      finishing = true;
    }
    completeIfDrained();
    return drained;
  }

  private void completeIfDrained() {
    if (isDrained()) {
      drained.complete(null);
    }
  }

  private synchronized boolean isDrained() {
    return finishing && !delivering && slots.isEmpty();
  }

  @Override
  public void close() {
    abandoned().forEach(slot -> slot.answer.cancel(false));
  }

  private synchronized List<Slot> abandoned() {
    closed = true;
    return slots.stream().filter(slot -> slot.answer != null).toList();
  }
}
