package io.darkroom.gateway.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.limits.Limit;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

  private final BodyBudget budget =
      new BodyBudget(new Limit("body_bytes", 100, "--max", new GatewayMetrics(1)));
  private final List<String> refused = new ArrayList<>();

  private BodyBudget.Share share(String name) {
    return budget.begin(error -> refused.add(name));
  }

  @Test
  void refusesTheNewestEvenIfAnOlderOneGrows() {
    BodyBudget.Share old = share("old");
    BodyBudget.Share newer = share("newer");
    old.hold(40);
    newer.hold(50);
    assertThat(refused).isEmpty();
    old.hold(60);
    assertThat(refused).containsExactly("newer");
    assertThat(budget.used()).isEqualTo(60);
    newer.hold(55);
    assertThat(budget.used()).isEqualTo(60);
  }

  @Test
  void measuresAgeFromTheFirstByteOfAMessage() {
    BodyBudget.Share openLong = share("open long");
    BodyBudget.Share busy = share("busy");
    openLong.hold(10);
    openLong.hold(0);
    busy.hold(60);
    openLong.hold(50);
    assertThat(refused).containsExactly("open long");
  }

  @Test
  void refusesABodyLargerThanTheLimit() {
    share("huge").hold(101);
    assertThat(refused).containsExactly("huge");
    assertThat(budget.used()).isZero();
  }

  @Test
  void releasesOnceEvenIfEndedTwice() {
    BodyBudget.Share one = share("one");
    BodyBudget.Share other = share("other");
    one.hold(30);
    other.hold(20);
    one.end();
    one.end();
    assertThat(budget.used()).isEqualTo(20);
  }

  @Test
  void keepsTheLimitAndReleasesEverythingWithManyThreads() {
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(
            seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              BodyBudget.Share one = budget.begin(error -> {});
              one.hold(random.nextInt(60));
              assertThat(budget.used()).isBetween(0L, 100L);
              one.hold(random.nextInt(60));
              one.end();
            });
    assertThat(budget.used()).isZero();
  }
}
