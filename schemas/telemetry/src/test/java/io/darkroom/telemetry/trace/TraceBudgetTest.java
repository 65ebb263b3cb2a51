package io.darkroom.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceBudgetTest {

  private static final int SECONDS = 60;

  private final Random lots = new Random(7);
  private long now;

  @ParameterizedTest
  @CsvSource({"5, 1000", "5, 30", "1, 1000", "0.5, 100", "20, 10000"})
  void isUsedUpButNotExceededUnderLoad(double perSecond, int framesPerSecond) {
    TraceBudget budget = new TraceBudget(perSecond, () -> now);

    int drawn = drawn(budget, framesPerSecond, SECONDS);

    assertThat(drawn).isLessThanOrEqualTo((int) (perSecond * SECONDS + budget.burst()));
    assertThat((double) drawn).isGreaterThan(0.6 * perSecond * SECONDS);
  }

  @Test
  void samplesEveryTraceBelowTheBudget() {
    TraceBudget budget = new TraceBudget(5, () -> now);

    assertThat(drawn(budget, 3, SECONDS)).isEqualTo(3 * SECONDS);
    assertThat(budget.ratio()).isEqualTo(1);
  }

  @Test
  void lowersTheRatioUnderLoadAndRecovers() {
    TraceBudget budget = new TraceBudget(5, () -> now);
    drawn(budget, 100, 10);
    assertThat(budget.ratio()).isCloseTo(0.05, within(0.005));
    drawn(budget, 1_000, 20);
    assertThat(budget.ratio()).isCloseTo(0.005, within(0.0005));
    drawn(budget, 5, 20);
    assertThat(budget.ratio()).isGreaterThan(0.9);
  }

  @Test
  void isNotExceededByABurst() {
    TraceBudget budget = new TraceBudget(5, () -> now);
    drawn(budget, 1, 30);

    assertThat(drawn(budget, 100_000, 1)).isLessThanOrEqualTo(15);
  }

  @Test
  void samplesNothingWithABudgetOfZero() {
    assertThat(drawn(new TraceBudget(0, () -> now), 100, SECONDS)).isZero();
  }

  private int drawn(TraceBudget budget, int framesPerSecond, int seconds) {
    int drawn = 0;
    for (int i = 0; i < framesPerSecond * seconds; i++) {
      now += TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
      if (budget.draw(lots.nextDouble())) {
        drawn++;
      }
    }
    return drawn;
  }
}
