package io.darkroom.gateway.http.body;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.limits.ByteRate;
import java.time.Duration;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Bytes of bodies that are taken in a second, over all calls of a kind. The bodies that began first
 * go first, so that each is whole soon after its first bytes were taken; others get what those
 * leave over, so that a slow sender holds nobody up. While enough whole pictures wait for the job,
 * nothing is taken. A body whose turn does not come in time is refused. Thread-safe; never blocks.
 */
public final class BodyPace {

  /** Waking a thread for each piece costs more than the pieces. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(20);

  /** So many go first: one has no piece ready while its next one is on its way to us. */
  private static final int FIRST = 4;

  /** A body that is being received. */
  record Body(long number, long deadlineNanos) {}

  private record Turn(Body body, int bytes, CompletableFuture<Void> taken) {
    long number() {
      return body.number();
    }
  }

  private final ByteRate pace;
  private final Duration patience;
  private final BooleanSupplier enough;
  private final PriorityQueue<Turn> turns =
      new PriorityQueue<>(Comparator.comparingLong(Turn::number));

  /** Numbers of bodies that are not whole yet. */
  private final NavigableSet<Long> receiving = new TreeSet<>();

  private long begun;

  /** Whether taking goes on by itself after a pause. */
  private boolean resuming;

  /**
   * @param patience in which a body is received
   * @param enough whether enough has been received for now; asked every 20 ms
   */
  public BodyPace(ByteRate pace, Duration patience, BooleanSupplier enough) {
    this.pace = pace;
    this.patience = patience;
    this.enough = enough;
  }

  /** A body that begins now; {@link #end} follows. */
  synchronized Body begin() {
    receiving.add(++begun);
    return new Body(begun, System.nanoTime() + patience.toNanos());
  }

  /** A body is whole, or given up. */
  void end(Body body) {
    synchronized (this) {
      receiving.remove(body.number());
    }
    drain();
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
    if (turns.isEmpty()) {
      return null;
    }
    if (enough.getAsBoolean()) {
      resumeIn(LEAST_PAUSE);
      return null;
    }
    Turn first = turns.element();
    Duration spare = goesFirst(first) ? Duration.ZERO : LEAST_PAUSE;
    Duration pause = pace.take(first.bytes(), spare);
    if (pause.isZero()) {
      return turns.remove();
    }
    resumeIn(pause.compareTo(LEAST_PAUSE) > 0 ? pause : LEAST_PAUSE);
    return null;
  }

  private boolean goesFirst(Turn turn) {
    return receiving.stream().limit(FIRST).anyMatch(number -> number >= turn.number());
  }

  private void resumeIn(Duration pause) {
    if (!resuming) {
      resuming = true;
      CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS)
          .execute(this::resume);
    }
  }

  private void resume() {
    synchronized (this) {
      resuming = false;
    }
    drain();
  }
}
