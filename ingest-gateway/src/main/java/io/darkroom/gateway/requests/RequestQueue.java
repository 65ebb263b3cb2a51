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
import java.util.function.LongSupplier;

/**
 * Requests on their way to the job. Few are in Kafka at a time, and only so many bytes are sent in
 * a second, so that a burst of large pictures does not take broker and network from live frames;
 * the others wait here, in their order, up to a number of bytes. A request that is cancelled
 * leaves, wherever it is; one that equals a request which the job has just refused as too costly is
 * refused here. Thread-safe; never blocks.
 */
public final class RequestQueue {

  static final int MOST_UNDER_WAY = 32;
  public static final long MOST_UNDER_WAY_BYTES = 32L << 20;

  /** With so many bytes waiting, bodies of further calls had better stay with their senders. */
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

    /** Kafka has the picture. */
    void forgetImage() {
      frame = frame.withoutImage();
    }
  }

  private final Function<Frame, CompletableFuture<?>> publisher;
  private final Consumer<String> cancel;
  private final long maxWaitingBytes;
  private final ByteRate pace;
  private final LongSupplier nanoTime;
  private final Verdicts verdicts;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final AtomicInteger drains = new AtomicInteger();
  private long waitingBytes;
  private int underWay;
  private long underWayBytes;

  /** Whether sending goes on by itself after a pause. */
  private boolean resuming;

  /**
   * @param publisher appends a request to its topic; never blocks
   * @param cancel has the job drop a request, by its id; never blocks
   * @param maxWaitingBytes of pictures that wait here
   * @param pace of the bytes that are sent
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
    this.verdicts = new Verdicts(nanoTime);
  }

  /** A queue of requests that a publisher of their own appends. */
  public static RequestQueue over(
      FramePublisher publisher, GatewayMetrics metrics, GatewayLimits limits) {
    return new RequestQueue(
        frame -> publisher.publish(frame).thenRun(() -> metrics.requested(frame.image().size())),
        publisher::cancelRequest,
        limits.pendingRequestBytes(),
        new ByteRate(limits.requestBytesPerSecond(), BURST, System::nanoTime),
        System::nanoTime);
  }

  /**
   * Has a request sent when its turn comes. An answer that is done before then takes it out of the
   * queue; one that fails by sending is completed with that failure.
   *
   * @throws DarkroomException {@code TOO_MANY_REQUESTS} where too many bytes wait, {@code
   *     CHAIN_TOO_COSTLY} where the job said so of an equal request
   */
  void submit(Frame frame, CompletableFuture<Frame> answer, Duration timeout) {
    verdicts
        .on(frame)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    Entry entry = new Entry(frame, answer, nanoTime.getAsLong() + timeout.toNanos());
    add(entry);
    answer.whenComplete((done, failure) -> leave(entry, failure));
    drain();
  }

  /** Bytes of pictures that wait for their turn. */
  public synchronized long waitingBytes() {
    return waitingBytes;
  }

  /** Whether so much waits that receiving more would only fill memory. */
  public synchronized boolean hasEnough() {
    return waitingBytes >= ENOUGH_WAITING_BYTES;
  }

  /** Requests that are with the job. */
  public synchronized int underWay() {
    return underWay;
  }

  private synchronized void add(Entry entry) {
    if (waitingBytes + entry.bytes() > maxWaitingBytes) {
      throw new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "requests: %d bytes of pictures wait for the job (expected: at most %d). %s"
              .formatted(
                  waitingBytes,
                  maxWaitingBytes,
                  "Send more slowly, or raise --max-pending-request-bytes."));
    }
    waiting.addLast(entry);
    waitingBytes += entry.bytes();
  }

  /** The answer is done, with or without the job. */
  private void leave(Entry entry, Throwable failure) {
    if (!entry.refused && !takeOut(entry)) {
      free(entry);
      verdicts.learn(entry.frame, failure);
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

  /** One thread at a time sends, so that the order is kept; the others leave it to that one. */
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

  /** Refuses those at the head that the job would refuse too, until one that it might not. */
  private void refuseFirst() {
    for (Entry first = first(); first != null; first = first()) {
      Optional<DarkroomException> refusal = verdicts.on(first.frame);
      if (refusal.isEmpty()) {
        return;
      }
      refuse(first, refusal.get());
    }
  }

  /** Not on this thread, which may be in the middle of another call. */
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
