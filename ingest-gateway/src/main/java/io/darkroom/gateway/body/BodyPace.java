package io.darkroom.gateway.body;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.limit.Pace;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of bodies that are taken in a second, over all calls of a kind. The body that began first
 * goes first, so that each is whole soon after its first bytes were taken; a slow sender holds
 * nobody up. A body whose turn does not come in time is refused. Thread-safe; never blocks.
 */
public final class BodyPace {

  /** Waking a thread for each piece costs more than the pieces. */
  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A body that is being received. */
  record Body(long number, long deadlineNanos) {}

  private record Turn(Body body, int bytes, CompletableFuture<Void> taken) {
    long number() {
      return body.number();
    }
  }

  private final Pace pace;
  private final Duration patience;
  private final PriorityQueue<Turn> turns =
      new PriorityQueue<>(Comparator.comparingLong(Turn::number));
  private long begun;

  /** Whether taking goes on by itself after a pause. */
  private boolean resuming;

  /**
   * @param patience in which a body is received
   */
  public BodyPace(Pace pace, Duration patience) {
    this.pace = pace;
    this.patience = patience;
  }

  /** A body that begins now. */
  synchronized Body begin() {
    return new Body(++begun, System.nanoTime() + patience.toNanos());
  }

  /**
   * Completes when so many bytes of a body may be taken; fails with {@code TOO_MANY_REQUESTS} where
   * that takes too long.
   */
  CompletableFuture<Void> take(Body body, int bytes) {
    Turn turn = new Turn(body, bytes, new CompletableFuture<>());
    add(turn);
    drain();
    return turn.taken().isDone() ? turn.taken() : inTime(turn);
  }

  private CompletableFuture<Void> inTime(Turn turn) {
    long leftNanos = Math.max(0, turn.body().deadlineNanos() - System.nanoTime());
    return turn.taken()
        .orTimeout(leftNanos, TimeUnit.NANOSECONDS)
        .exceptionallyCompose(late -> CompletableFuture.failedFuture(tooMany()));
  }

  private DarkroomException tooMany() {
    return new DarkroomException(
        ErrorCode.TOO_MANY_REQUESTS,
        "body: not received after %s, behind others (expected: sooner). %s"
            .formatted(patience, "Send more slowly, or raise --request-bytes-per-second."));
  }

  private synchronized void add(Turn turn) {
    turns.add(turn);
  }

  private void drain() {
    for (Turn turn = next(); turn != null; turn = next()) {
      turn.taken().complete(null);
    }
  }

  private synchronized Turn next() {
    while (!turns.isEmpty() && turns.peek().taken().isDone()) {
      turns.remove(); // It waited too long.
    }
    if (resuming || turns.isEmpty()) {
      return null;
    }
    long pauseNanos = pace.take(turns.peek().bytes()).toNanos();
    if (pauseNanos == 0) {
      return turns.remove();
    }
    resuming = true;
    CompletableFuture.delayedExecutor(Math.max(pauseNanos, LEAST_PAUSE_NANOS), TimeUnit.NANOSECONDS)
        .execute(this::resume);
    return null;
  }

  private void resume() {
    synchronized (this) {
      resuming = false;
    }
    drain();
  }
}
