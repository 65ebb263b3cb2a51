package io.darkroom.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByteRateTest {

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void limitsBytesPerSecondAndAllowsABurst() {
    ByteRate pace = new ByteRate(1000, Duration.ofMillis(125), nanos::get);
    assertThat(pace.take(500)).isZero();
    assertThat(pace.take(1)).isEqualTo(Duration.ofMillis(500));
    nanos.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(pace.take(1)).isZero();
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(pace.take(125)).isZero();
    assertThat(pace.take(1)).isZero();
    assertThat(pace.take(1)).isPositive();
  }
}
