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
 * Limits the bytes of bodies that are read per second, over all calls of a kind. Bodies that began
 * first go first, so that each is complete soon after it began. Later ones get the rate that these
 * leave over, so that a slow sender delays no other. While enough complete images wait for the job,
 * nothing is read. A body whose turn does not come in time is refused. Thread-safe; never blocks.
 */
public final class BodyPace {

  /** Pauses are at least this long: waking a thread for each piece costs more than the piece. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(20);

  /** How many bodies go first. More than one, because the next piece may still be on its way. */
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

  /** The numbers of bodies that are not complete yet. */
  private final NavigableSet<Long> receiving = new TreeSet<>();

  private long begun;

  /** Whether a resume after a pause is scheduled. */
  private boolean resuming;

  /**
   * @param patience the time within which a body must be received
   * @param enough whether enough has been received for now; called every 20 ms
   */
  public BodyPace(ByteRate pace, Duration patience, BooleanSupplier enough) {
    this.pace = pace;
    this.patience = patience;
    this.enough = enough;
  }

  /** Begins a body. The caller must call {@link #end}. */
  synchronized Body begin() {
    receiving.add(++begun);
    return new Body(begun, System.nanoTime() + patience.toNanos());
  }

  /** Ends a body that is complete or aborted. */
  void end(Body body) {
    synchronized (this) {
      receiving.remove(body.number());
    }
    drain();
  }

  /**
   * Completes when the bytes of the body may be read. Fails with {@code TOO_MANY_REQUESTS} if that
   * takes too long.
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
        "body: still waiting behind others after %s (expected: received by then). %s"
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
      turns.remove(); // Timed out.
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
