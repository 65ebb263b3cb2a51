package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadFailureTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final ReadFailure trouble = new ReadFailure(now::get);

  @Test
  void lastsFromTheFirstOfSeveralFailures() {
    trouble.failed();
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    trouble.failed();
    assertThat(trouble.lastsLongerThan(Duration.ofSeconds(5))).isFalse();
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(trouble.lastsLongerThan(Duration.ofSeconds(5))).isTrue();
    assertThat(trouble.restarts()).isEqualTo(2);
  }

  @Test
  void isOverAsSoonAsTheThreadComesOn() {
    trouble.failed();
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    trouble.over();
    assertThat(trouble.lastsLongerThan(Duration.ofSeconds(5))).isFalse();
  }
}
