package io.darkroom.telemetry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SaturatingTest {

  @Provide
  Arbitrary<Long> anyLong() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE));
  }

  @Property
  void sumsAreExactOrAtTheLimit(@ForAll("anyLong") long a, @ForAll("anyLong") long b) {
    BigInteger exact = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
    assertThat(BigInteger.valueOf(Saturating.add(a, b)))
        .isEqualTo(
            exact.min(BigInteger.valueOf(Long.MAX_VALUE)).max(BigInteger.valueOf(Long.MIN_VALUE)));
  }
}
