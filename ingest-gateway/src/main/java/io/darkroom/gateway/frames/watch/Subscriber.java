package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.telemetry.metric.DropReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The way of frames to one watcher, latest wins: a bounded queue that gives up its oldest when
 * full, and what is late as soon as something newer waits. Offering never blocks, and nothing is
 * locked while a frame is being sent. Thread-safe.
 */
public final class Subscriber {

  /** Where frames go. */
  public interface Sink {
    /**
     * Sends its message; the future completes when the transport has taken it.
     *
     * @param dropped frames that were given up since the last one was sent, by reason
     */
    CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped);

    /** Tells the watcher why no more frames come. */
    void end(DarkroomException cause);
  }

  /**
   * How much a watcher may be behind.
   *
   * @param capacity of the queue, in frames
   * @param maxLag a frame that waited longer is skipped where a newer one waits
   * @param maxUnacknowledged frames sent ahead of the watcher's acknowledgement; 0 where the
   *     transport alone sets the pace
   * @param patience how long it may take no frame while frames wait; then the watch ends
   */
  public record Limits(int capacity, Duration maxLag, int maxUnacknowledged, Duration patience) {}

  /** The reason of frames that a watcher was too slow for. */
  public static final String SLOW = DropReason.SLOW_SUBSCRIBER.text();

  /** The reason of records that were deleted before a watcher came back. */
  public static final String EXPIRED = "expired";

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Sink sink;
  private final Runnable onDrop;
  private final Handover handover;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final Deque<Long> unacknowledged = new ArrayDeque<>();
  private Delivery lastOffered;
  private Map<String, Long> dropped = Map.of();
  private long waitsSince;
  private boolean sending;
  private boolean closed;
  private OptionalLong lastDropNanos = OptionalLong.empty();

  /**
   * @param onDrop told of each frame that was given up; must not block
   * @param handover which live frames are the watcher's
   */
  Subscriber(Limits limits, LongSupplier nanoTime, Sink sink, Runnable onDrop, Handover handover) {
    this.handover = handover;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.sink = sink;
    this.onDrop = onDrop;
  }

  /** Offers the frame that was there before the watcher came, unless a later one was faster. */
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

  /** Ignores a frame that was offered already, as the initial one. */
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
        "watcher: no frame was taken for %s while frames waited (expected: sooner). %s"
            .formatted(
                limits.patience(),
                "Read or acknowledge faster, or raise --reader-timeout; then watch again."));
  }

  /** Ends the watch and tells the watcher why; once at most. */
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
      queue.addLast(delivery);
      dropLate();
    }
  }

  /** Acknowledges the frame of this sequence and all sent before it; any other is ignored. */
  public void acknowledge(long sequence) {
    synchronized (this) {
      if (!unacknowledged.contains(sequence)) {
        return;
      }
      for (Iterator<Long> sent = unacknowledged.iterator(); sent.hasNext(); ) {
        long oldest = sent.next();
        sent.remove();
        if (oldest == sequence) {
          break;
        }
      }
    }
    pump();
  }

  /** Waits until no frame waits to be sent, or for so long. */
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

  /** Frames that wait to be sent. */
  public synchronized int waiting() {
    return queue.size();
  }

  /** Whether a frame was given up in the time that has just passed. */
  public synchronized boolean droppedWithin(Duration time) {
    return lastDropNanos.isPresent()
        && nanoTime.getAsLong() - lastDropNanos.getAsLong() <= time.toNanos();
  }

  public synchronized void close() {
    closed = true;
    queue.clear();
    notifyAll();
  }

  private void pump() {
    for (Next next = next(); next != null; next = next()) {
      CompletableFuture<Void> sent = sink.send(next.delivery(), next.dropped());
      if (!sent.isDone()) {
        sent.whenComplete((done, failure) -> resume(failure));
        return;
      }
      finish(sent.isCompletedExceptionally());
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
    if (closed || sending || queue.isEmpty() || awaitsAcknowledgement()) {
      return null;
    }
    dropLate();
    Delivery delivery = queue.removeFirst();
    waitsSince = nanoTime.getAsLong();
    notifyAll();
    sending = true;
    if (limits.maxUnacknowledged() > 0) {
      unacknowledged.addLast(delivery.sequence());
    }
    Next next = new Next(delivery, dropped);
    dropped = Map.of();
    return next;
  }

  private boolean awaitsAcknowledgement() {
    return limits.maxUnacknowledged() > 0 && unacknowledged.size() >= limits.maxUnacknowledged();
  }

  /** The newest stays, however late: it is the latest there is. */
  private void dropLate() {
    while (queue.size() > 1 && late(queue.getFirst())) {
      dropFirst();
    }
  }

  private void dropFirst() {
    queue.removeFirst();
    missed(SLOW, 1);
    lastDropNanos = OptionalLong.of(nanoTime.getAsLong());
    onDrop.run();
  }

  /** Has the watcher told of frames that it does not get, before the next that it gets. */
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
