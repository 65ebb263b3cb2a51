package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.telemetry.metric.DropReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Queue of frames for one watcher; the latest frame wins. A full queue drops its oldest frame, and
 * a late frame is dropped once a newer one waits. Offering never blocks, and no lock is held while
 * a frame is sent. Thread-safe.
 */
public final class Subscriber {

  /** Sends frames to the watcher. */
  public interface Sink {
    /**
     * Sends a frame; the future completes when the transport has accepted it.
     *
     * @param dropped frames dropped since the previous one was sent, by reason
     */
    CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped);

    /** Reports to the watcher why no more frames follow. */
    void end(DarkroomException cause);
  }

  /**
   * How far a watcher may fall behind.
   *
   * @param capacity of the queue, in frames
   * @param maxLag a frame that has waited longer is skipped if a newer one waits
   * @param maxUnacknowledged frames sent before the watcher acknowledges one; 0 if the transport
   *     alone limits the rate
   * @param patience the watch ends if the watcher accepts no frame for this long while frames wait
   */
  public record Limits(int capacity, Duration maxLag, int maxUnacknowledged, Duration patience) {}

  /** Drop reason of frames that a slow watcher missed. */
  public static final String SLOW = DropReason.SLOW_SUBSCRIBER.text();

  /** Drop reason of records that were deleted before a watcher resumed. */
  public static final String EXPIRED = "expired";

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Sink sink;
  private final Runnable onDrop;
  private final Handover handover;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final Unacknowledged unacknowledged;
  private final WaitingRun sendingRun;
  private Delivery lastOffered;
  private Map<String, Long> dropped = Map.of();
  private long waitsSince;
  private boolean begun;
  private boolean sending;
  private boolean closed;
  private OptionalLong lastDropNanos = OptionalLong.empty();

  /**
   * @param onDrop called for each dropped frame; must not block
   * @param handover decides which live frames the watcher gets
   * @param sender where frames are chosen and sent, so that none is chosen before its turn
   */
  Subscriber(
      Limits limits,
      LongSupplier nanoTime,
      Sink sink,
      Runnable onDrop,
      Handover handover,
      Executor sender) {
    this.unacknowledged = new Unacknowledged(limits.maxUnacknowledged());
    this.sendingRun = new WaitingRun(sender, this::sendWaiting);
    this.handover = handover;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.sink = sink;
    this.onDrop = onDrop;
  }

  /** Sends what is offered from now on, and what was offered before. */
  void begin() {
    synchronized (this) {
      begun = true;
    }
    pump();
  }

  /**
   * Offers the frame that was newest when the watch began, unless a later one was offered first.
   */
  void offerInitial(Delivery delivery) {
    synchronized (this) {
      if (lastOffered != null) {
        return;
      }
      add(delivery.initial());
    }
    pump();
  }

  void offerLive(Delivery delivery) {
    if (handover.takes(delivery.place())) {
      offer(delivery);
    }
  }

  /** Ignores a frame that was already offered as the initial one. */
  public void offer(Delivery delivery) {
    boolean tooSlow;
    synchronized (this) {
      if (lastOffered != null && delivery.place().equals(lastOffered.place())) {
        return;
      }
      tooSlow = !queue.isEmpty() && waited(waitsSince, limits.patience());
      add(delivery);
    }
    if (tooSlow) {
      end(tooSlow());
    } else {
      pump();
    }
  }

  private DarkroomException tooSlow() {
    return new DarkroomException(
        ErrorCode.TOO_MANY_REQUESTS,
        "watcher: accepted no frame for %s while frames waited (expected: sooner). %s"
            .formatted(
                limits.patience(),
                "Read or acknowledge faster, or raise --reader-timeout; then watch again."));
  }

  /** Ends the watch and reports the reason to the watcher, at most once. */
  public void end(DarkroomException cause) {
    synchronized (this) {
      if (closed) {
        return;
      }
      close();
    }
    sink.end(cause);
  }

  private void add(Delivery delivery) {
    if (!closed) {
      lastOffered = delivery;
      if (queue.isEmpty()) {
        waitsSince = nanoTime.getAsLong();
      }
      if (queue.size() == limits.capacity()) {
        dropFirst();
      }
      queue.addLast(delivery.retained());
      dropLate();
    }
  }

  /**
   * Acknowledges the frame with this sequence and all sent before it; ignores unknown sequences.
   */
  public void acknowledge(long sequence) {
    boolean acknowledged;
    synchronized (this) {
      acknowledged = unacknowledged.acknowledge(sequence);
    }
    if (acknowledged) {
      pump();
    }
  }

  /** Waits until the queue is empty, or the time is over. */
  public synchronized void awaitRoom(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toMillis();
    while (!queue.isEmpty() && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  public synchronized boolean isOpen() {
    return !closed;
  }

  /** Frames in the queue. */
  public synchronized int waiting() {
    return queue.size();
  }

  /** Whether a frame was dropped within the given time. */
  public synchronized boolean droppedWithin(Duration time) {
    return lastDropNanos.isPresent()
        && nanoTime.getAsLong() - lastDropNanos.getAsLong() <= time.toNanos();
  }

  public synchronized void close() {
    closed = true;
    queue.forEach(Delivery::release);
    queue.clear();
    notifyAll();
  }

  private void pump() {
    sendingRun.request();
  }

  private void sendWaiting() {
    for (Next next = next(); next != null; next = next()) {
      CompletableFuture<Void> sent = send(next);
      if (!sent.isDone()) {
        sent.whenComplete((done, failure) -> resume(failure));
        return;
      }
      finish(sent.isCompletedExceptionally());
    }
  }

  private CompletableFuture<Void> send(Next next) {
    try {
      return sink.send(next.delivery(), next.dropped());
    } finally {
      next.delivery().release();
    }
  }

  private void resume(Throwable failure) {
    finish(failure != null);
    pump();
  }

  private synchronized void finish(boolean failed) {
    sending = false;
    if (failed) {
      close();
    }
  }

  private record Next(Delivery delivery, Map<String, Long> dropped) {}

  private synchronized Next next() {
    if (closed || !begun || sending || queue.isEmpty() || unacknowledged.isFull()) {
      return null;
    }
    dropLate();
    Delivery delivery = queue.removeFirst();
    waitsSince = nanoTime.getAsLong();
    notifyAll();
    sending = true;
    unacknowledged.sent(delivery.sequence());
    Next next = new Next(delivery, dropped);
    dropped = Map.of();
    return next;
  }

  /** The newest frame stays, however late it is. */
  private void dropLate() {
    while (queue.size() > 1 && late(queue.getFirst())) {
      dropFirst();
    }
  }

  private void dropFirst() {
    queue.removeFirst().release();
    missed(SLOW, 1);
    lastDropNanos = OptionalLong.of(nanoTime.getAsLong());
    onDrop.run();
  }

  /** Counts frames that the watcher misses; they are reported with the next frame. */
  public synchronized void missed(String reason, long frames) {
    Map<String, Long> all = new TreeMap<>(dropped);
    all.merge(reason, frames, Long::sum);
    dropped = all;
  }

  private boolean late(Delivery delivery) {
    return waited(delivery.arrivedNanos(), limits.maxLag());
  }

  private boolean waited(long sinceNanos, Duration longest) {
    return nanoTime.getAsLong() - sinceNanos > longest.toNanos();
  }
}
