package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.assertAccounted;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import io.darkroom.v1.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how frames are timed, sampled, dropped and counted. */
class FlowTest {

  private static final String PICTURES = "test:testsrc2=size=160x120:rate=50";

  @Test
  void keepsTheNewestFrameAndCountsTheOthersIfTheSinkIsSlow() {
    ConcurrentLinkedQueue<CompletableFuture<Void>> open = new ConcurrentLinkedQueue<>();
    List<Frame> taken = new ArrayList<>();
    SourceRun run =
        PullTesting.start(
            PICTURES,
            frame -> {
              CompletableFuture<Void> acknowledged = new CompletableFuture<>();
              synchronized (taken) {
                taken.add(frame);
              }
              open.add(acknowledged);
              return acknowledged;
            });
    awaitStatus(run, s -> s.getDropsOrDefault("source_overrun", 0) >= 50);
    assertThat(open).hasSize(4);
    Instant freed = Instant.now();
    open.forEach(acknowledged -> acknowledged.complete(null));
    awaitStatus(run, s -> open.size() > 4);
    synchronized (taken) {
      assertThat(taken.get(4).sequence()).isEqualTo(4);
      assertThat(taken.get(4).capturedAt()).isAfter(freed.minus(Duration.ofMillis(500)));
    }
    run.close();
    awaitStatus(
        run,
        s -> {
          open.forEach(acknowledged -> acknowledged.complete(null));
          return s.getFramesOut() == open.size();
        });
    assertAccounted(run);
  }

  @Test
  void countsRefusedFramesByCode() {
    SourceRun run =
        PullTesting.start(
            PICTURES,
            frame ->
                CompletableFuture.failedFuture(
                    new DarkroomException(ErrorCode.UNAVAILABLE, "kafka: away")));
    awaitStatus(run, s -> s.getDropsOrDefault("rejected:UNAVAILABLE", 0) >= 10);
    SourceStatus status = assertAccounted(run);
    assertThat(status.getFramesOut()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "30, 15, 150",
    "30, 10, 100",
    "30, 20, 200",
    "30, 29, 290",
    "25, 10, 100",
    "30, 30, 300",
    "30, 60, 300",
    "30, 0, 300",
    "60, 1, 10"
  })
  void samplesEvenly(int rate, double fps, long expected) {
    Sampler sampler = new Sampler(fps);
    long picked = 0;
    long last = -1;
    long longest = 0;
    for (int i = 0; i < 10 * rate; i++) {
      if (sampler.picks(i * 1_000_000L / rate)) {
        picked++;
        longest = last < 0 ? longest : Math.max(longest, i - last);
        last = i;
      }
    }
    assertThat(picked).isEqualTo(expected);
    assertThat(longest).isLessThanOrEqualTo(fps == 0 ? 1 : (long) Math.ceil(rate / fps));
  }

  @Test
  void derivesCaptureTimesFromTheStreamNotTheNetwork() {
    FrameClock clock = new FrameClock(true);
    Random random = new Random(1);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant before = Instant.EPOCH;
    for (int i = 0; i < 1000; i++) {
      Instant captured = start.plusMillis(i * 33L);
      Instant arrival = captured.plusMillis(i == 0 ? 0 : random.nextInt(80));
      clock.arrived(90_000_000L + i * 33_000L, arrival, true);
      Instant time = clock.capturedAt(90_000_000L + i * 33_000L, arrival);
      assertThat(time).isBetween(captured, captured.plusMillis(1)).isAfter(before);
      before = time;
    }
  }

  @Test
  void followsAJumpOfTheStreamButNeverGoesBackOrAhead() {
    FrameClock clock = new FrameClock(true);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Instant before = Instant.EPOCH;
    for (long micros : new long[] {0, 33_000, 5_000_000, 5_033_000, 100, 33_100, Long.MIN_VALUE}) {
      now = now.plusMillis(33);
      if (micros != Long.MIN_VALUE) {
        clock.arrived(micros, now, true);
      }
      Instant time = clock.capturedAt(micros, now);
      assertThat(time).isAfter(before).isBetween(now.minusMillis(400), now);
      before = time;
    }
  }

  @Test
  void usesTheTimeOfArrivalIfTheClockRunsWrong() {
    FrameClock clock = new FrameClock(true);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(100);
      clock.arrived(i * 40_000L, now, true);
      Instant captured = clock.capturedAt(i * 40_000L, now);
      assertThat(captured).isBetween(i > 40 ? now : now.minusMillis(400), now);
    }
  }

  @Test
  void staysWithAClockThatStartsAgainNowAndThen() {
    FrameClock clock = new FrameClock(true);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 300; i++) {
      Instant captured = start.plusMillis(i * 200L);
      boolean late = i % 30 > 0;
      Instant arrival = captured.plusMillis(late ? 50 : 0);
      long micros = i % 30 * 200_000L;
      clock.arrived(micros, arrival, true);
      assertThat(clock.capturedAt(micros, arrival)).isBetween(captured, captured.plusMillis(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"25, 5, 6", "25, 5, 1", "10, 1, 3", "30, 0.5, 5"})
  void samplesAtTheSameRateThoughTheClockStartsAgain(int rate, double fps, int everySeconds) {
    Sampler sampler = new Sampler(fps);
    long picked = 0;
    for (int i = 0; i < 60 * rate; i++) {
      picked += sampler.picks(i % (everySeconds * rate) * 1_000_000L / rate) ? 1 : 0;
    }
    assertThat((double) picked).isCloseTo(60 * fps, within(1.0));
  }

  @Test
  void delaysRetriesExponentiallyUpToALimit() {
    assertThat(Retry.SOON.delay(1)).isBetween(Duration.ofMillis(150), Duration.ofMillis(250));
    assertThat(Retry.LATER.delay(1)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
    assertThat(Retry.SOON.delay(2)).isBetween(Duration.ofMillis(300), Duration.ofMillis(500));
    for (int failures = 11; failures < 1000; failures++) {
      assertThat(Retry.SOON.delay(failures))
          .isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
      assertThat(Retry.LATER.delay(failures))
          .isBetween(Duration.ofMillis(22_500), Duration.ofMillis(37_500));
    }
  }
}
