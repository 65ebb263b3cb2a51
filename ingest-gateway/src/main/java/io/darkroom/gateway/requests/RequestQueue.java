package io.darkroom.gateway.requests;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Request;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.limits.ByteRate;
import io.darkroom.gateway.limits.GatewayLimits;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Queues requests for the job. The number of requests in Kafka and the bytes sent per second are
 * limited, so that a burst of large images does not slow down live frames; the other requests wait
 * here, in order, up to a number of bytes. Cancelled requests are removed. A request equal to one
 * that the job has just refused as too costly is refused here. Thread-safe; never blocks.
 */
public final class RequestQueue {

  static final int MOST_UNDER_WAY = 32;
  public static final long MOST_UNDER_WAY_BYTES = 32L << 20;

  /** From this many waiting bytes on, callers should stop reading further request bodies. */
  static final long ENOUGH_WAITING_BYTES = 8L << 20;

  private static final Duration BURST = Duration.ofMillis(125);

  private static final class Entry {
    private final int bytes;
    private final CompletableFuture<Frame> answer;
    private final long deadlineNanos;
    private volatile Frame frame;
    private volatile boolean refused;

    Entry(Frame frame, CompletableFuture<Frame> answer, long deadlineNanos) {
      this.bytes = frame.image().size();
      this.frame = frame;
      this.answer = answer;
      this.deadlineNanos = deadlineNanos;
    }

    int bytes() {
      return bytes;
    }

    Request request() {
      return frame.request().orElseThrow();
    }

    /** Frees the image once Kafka has it. */
    void forgetImage() {
      frame = frame.withoutImage();
    }
  }

  private final Function<Frame, CompletableFuture<?>> publisher;
  private final Consumer<String> cancel;
  private final long maxWaitingBytes;
  private final ByteRate pace;
  private final LongSupplier nanoTime;
  private final CostRefusals refusals;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final AtomicInteger drains = new AtomicInteger();
  private long waitingBytes;
  private int underWay;
  private long underWayBytes;

  /** Whether a timer will resume sending. */
  private boolean resuming;

  /**
   * @param publisher appends a request to its topic; never blocks
   * @param cancel makes the job drop a request, by id; never blocks
   * @param maxWaitingBytes limit on the images that wait here
   * @param pace limit on the bytes sent per second
   */
  public RequestQueue(
      Function<Frame, CompletableFuture<?>> publisher,
      Consumer<String> cancel,
      long maxWaitingBytes,
      ByteRate pace,
      LongSupplier nanoTime) {
    this.publisher = publisher;
    this.cancel = cancel;
    this.maxWaitingBytes = maxWaitingBytes;
    this.pace = pace;
    this.nanoTime = nanoTime;
    this.refusals = new CostRefusals(nanoTime);
  }

  /**
   * Creates a queue in front of the publisher of requests.
   *
   * @param answerPartition the partition for the answer of a request that is sent now
   */
  public static RequestQueue over(
      FramePublisher publisher,
      IntSupplier answerPartition,
      GatewayMetrics metrics,
      GatewayLimits limits) {
    return new RequestQueue(
        frame ->
            publisher
                .publish(answeredOn(answerPartition.getAsInt(), frame))
                .thenRun(() -> metrics.requested(frame.image().size())),
        publisher::cancelRequest,
        limits.pendingRequestBytes(),
        new ByteRate(limits.requestBytesPerSecond(), BURST, System::nanoTime),
        System::nanoTime);
  }

  private static Frame answeredOn(int partition, Frame frame) {
    return frame.asking(frame.request().orElseThrow().answeredOn(partition));
  }

  /**
   * Queues a request. If its answer completes before the request is sent, the request leaves the
   * queue. If sending fails, the answer fails too.
   *
   * @throws DarkroomException {@code TOO_MANY_REQUESTS} if too many bytes wait, {@code
   *     CHAIN_TOO_COSTLY} if the job has just refused an equal request
   */
  void submit(Frame frame, CompletableFuture<Frame> answer, Duration timeout) {
    refusals
        .find(frame)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    Entry entry = new Entry(frame, answer, nanoTime.getAsLong() + timeout.toNanos());
    add(entry);
    answer.whenComplete((done, failure) -> leave(entry, failure));
    drain();
  }

  /** The bytes of images that wait to be sent. */
  public synchronized long waitingBytes() {
    return waitingBytes;
  }

  /** Whether callers should stop reading request bodies, which would only fill memory. */
  public synchronized boolean hasEnough() {
    return waitingBytes >= ENOUGH_WAITING_BYTES;
  }

  /** The number of requests sent to the job and not yet answered. */
  public synchronized int underWay() {
    return underWay;
  }

  private synchronized void add(Entry entry) {
    if (waitingBytes + entry.bytes() > maxWaitingBytes) {
      throw new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "requests: %d bytes of images wait for the job (expected: at most %d). %s"
              .formatted(
                  waitingBytes,
                  maxWaitingBytes,
                  "Send more slowly, or raise --max-pending-request-bytes."));
    }
    waiting.addLast(entry);
    waitingBytes += entry.bytes();
  }

  /** Removes a request whose answer is done, by the job or otherwise. */
  private void leave(Entry entry, Throwable failure) {
    if (!entry.refused && !takeOut(entry)) {
      free(entry);
      refusals.learn(entry.frame, failure);
      if (entry.answer.isCancelled()) {
        cancel.accept(entry.request().requestId());
      }
    }
    drain();
  }

  private synchronized boolean takeOut(Entry entry) {
    boolean waited = waiting.remove(entry);
    if (waited) {
      waitingBytes -= entry.bytes();
    }
    return waited;
  }

  private synchronized void free(Entry entry) {
    underWay--;
    underWayBytes -= entry.bytes();
  }

  /** Sends waiting requests. One thread at a time sends, to keep the order; the others return. */
  private void drain() {
    if (drains.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      refuseFirst();
      for (Entry entry = next(); entry != null; entry = next()) {
        send(entry);
      }
      seen = drains.addAndGet(-seen);
    } while (seen > 0);
  }

  /** Refuses requests at the head of the queue that the job would refuse too. */
  private void refuseFirst() {
    for (Entry first = first(); first != null; first = first()) {
      Optional<DarkroomException> refusal = refusals.find(first.frame);
      if (refusal.isEmpty()) {
        return;
      }
      refuse(first, refusal.get());
    }
  }

  /** Completes the answer on another thread, because this one may be inside another call. */
  private void refuse(Entry entry, DarkroomException refusal) {
    if (takeOut(entry)) {
      entry.refused = true;
      CompletableFuture.runAsync(() -> entry.answer.completeExceptionally(refusal));
    }
  }

  private synchronized Entry first() {
    return waiting.peekFirst();
  }

  private synchronized Entry next() {
    Entry first = waiting.peekFirst();
    if (first == null || resuming || !hasRoom(first)) {
      return null;
    }
    Duration pause = pace.take(first.bytes());
    if (!pause.isZero()) {
      resumeIn(pause);
      return null;
    }
    waiting.removeFirst();
    waitingBytes -= first.bytes();
    underWay++;
    underWayBytes += first.bytes();
    return first;
  }

  private void resumeIn(Duration pause) {
    resuming = true;
    CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              synchronized (this) {
                resuming = false;
              }
              drain();
            });
  }

  private boolean hasRoom(Entry entry) {
    boolean small = underWayBytes + entry.bytes() <= MOST_UNDER_WAY_BYTES;
    return underWay < MOST_UNDER_WAY && (underWay == 0 || small);
  }

  private void send(Entry entry) {
    if (entry.answer.isDone()) {
      return;
    }
    Duration left = Duration.ofNanos(Math.max(1, entry.deadlineNanos - nanoTime.getAsLong()));
    Frame frame = entry.frame.asking(entry.request().within(left));
    publisher
        .apply(frame)
        .whenComplete(
            (done, failure) -> {
              entry.forgetImage();
              if (failure != null) {
                entry.answer.completeExceptionally(failure);
              }
            });
  }
}
