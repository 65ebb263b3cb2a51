package io.darkroom.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlowestTest {

  private final Slowest slowest = new Slowest();

  @Test
  void detectsAboutOneInAHundred() {
    Random random = new Random(3);
    int slow = 0;
    for (int i = 0; i < 100_000; i++) {
      slow += slowest.add((long) (1_000 * Math.exp(random.nextGaussian()))) ? 1 : 0;
    }
    assertThat(slow).isBetween(700, 1_400);
  }

  @Test
  void detectsNoneBeforeThereAreEnough() {
    for (int i = 1; i < Slowest.ENOUGH; i++) {
      assertThat(slowest.add(i * i)).isFalse();
    }
  }

  @Test
  void detectsNoneIfAllAreEqual() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(slowest.add(42)).isFalse();
    }
  }

  @Test
  void detectsAnOutlier() {
    for (int i = 0; i < Slowest.ENOUGH; i++) {
      slowest.add(10);
    }
    assertThat(slowest.add(11)).isTrue();
  }
}
