package io.darkroom.gateway.http.body;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.limits.ByteRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BodyPaceTest {

  private static final int SECOND = 1000;
  private static final Duration BURST = Duration.ofMillis(125);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final BodyPace pace =
      new BodyPace(
          new ByteRate(SECOND, Duration.ZERO, nanos::get), Duration.ofMinutes(1), enough::get);

  @Test
  void makesBytesOverThePaceWait() {
    BodyPace.Body body = pace.begin();
    assertThat(pace.take(body, 60 * SECOND)).isCompleted();
    assertThat(pace.take(body, 1)).isNotDone();
  }

  @Test
  void letsTheBodyThatBeganFirstGoFirst() {
    BodyPace.Body first = pace.begin();
    BodyPace.Body second = pace.begin();
    pace.take(second, 50);
    List<BodyPace.Body> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> turns = new ArrayList<>();
    for (BodyPace.Body body : List.of(second, first, second, first)) {
      turns.add(pace.take(body, 1).thenRun(() -> order.add(body)));
    }
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    await().atMost(10, SECONDS).until(() -> step(turns));
    assertThat(order).containsExactly(first, first, second, second);
  }

  @Test
  void givesLaterBodiesOnlyWhatTheFirstFourLeaveOver() {
    BodyPace spares =
        new BodyPace(new ByteRate(SECOND, BURST, nanos::get), Duration.ofMinutes(1), enough::get);
    List<BodyPace.Body> first = Stream.generate(spares::begin).limit(4).toList();
    BodyPace.Body later = spares.begin();
    nanos.addAndGet(BURST.toNanos());
    assertThat(spares.take(later, 110)).isCompleted();
    CompletableFuture<Void> second = spares.take(later, 1);
    assertThat(second).isNotDone();
    assertThat(spares.take(first.get(3), 1)).isCompleted();
    assertThat(second).isNotDone();
    nanos.addAndGet(BURST.toNanos());
    await().atMost(10, SECONDS).until(second::isDone);
  }

  @Test
  void letsTheNextBodyGoWhenOneIsComplete() {
    BodyPace spares =
        new BodyPace(new ByteRate(SECOND, BURST, nanos::get), Duration.ofMinutes(1), enough::get);
    List<BodyPace.Body> first = Stream.generate(spares::begin).limit(4).toList();
    BodyPace.Body later = spares.begin();
    nanos.addAndGet(BURST.toNanos());
    assertThat(spares.take(first.get(0), 110)).isCompleted();
    CompletableFuture<Void> waiting = spares.take(later, 1);
    assertThat(waiting).isNotDone();
    spares.end(first.get(0));
    assertThat(waiting).isCompleted();
  }

  @Test
  void readsNothingWhileEnoughWaitsForTheJob() {
    enough.set(true);
    CompletableFuture<Void> turn = pace.take(pace.begin(), 1);
    assertThat(turn).isNotDone();
    enough.set(false);
    await().atMost(10, SECONDS).until(turn::isDone);
  }

  @Test
  void refusesABodyWhoseTurnDoesNotCome() {
    BodyPace slow =
        new BodyPace(new ByteRate(1, Duration.ZERO, nanos::get), Duration.ofMillis(1), enough::get);
    slow.take(slow.begin(), SECOND);
    assertThat(slow.take(slow.begin(), 1))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(DarkroomException.class)
        .withMessageContaining("--request-bytes-per-second");
  }

  /** Advances the clock by a second. Returns whether all turns are done. */
  private boolean step(List<CompletableFuture<Void>> turns) {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    return turns.stream().allMatch(CompletableFuture::isDone);
  }
}
