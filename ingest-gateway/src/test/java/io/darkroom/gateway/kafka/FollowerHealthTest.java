package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FollowerHealthTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final FollowerHealth health = new FollowerHealth(now::get);

  @Test
  void failsSinceTheFirstOfSeveralFailures() {
    health.failed();
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    health.failed();
    assertThat(health.isFailingLongerThan(Duration.ofSeconds(5))).isFalse();
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(health.isFailingLongerThan(Duration.ofSeconds(5))).isTrue();
    assertThat(health.restarts()).isEqualTo(2);
  }

  @Test
  void recoversAtOnce() {
    health.failed();
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    health.recovered();
    assertThat(health.isFailingLongerThan(Duration.ofSeconds(5))).isFalse();
  }
}
