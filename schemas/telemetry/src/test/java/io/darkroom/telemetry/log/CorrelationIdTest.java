package io.darkroom.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationIdTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "correlation_id=a1 | a1",
        "tenant=x, correlation_id = a:b.c_d-e ;p=1 | a:b.c_d-e",
        "my_correlation_id=a1 | ''",
        "correlation_id=a b | ''",
        "correlation_id | ''",
        "tenant=x | ''",
        "'' | ''",
      })
  void isReadFromBaggage(String baggage, String id) {
    assertThat(CorrelationId.in(baggage)).isEqualTo(id);
  }

  @Test
  void replacesAnEarlierIdAndKeepsOtherEntries() {
    assertThat(CorrelationId.into("a=1,correlation_id=old,b=2;p", "new"))
        .isEqualTo("a=1,b=2;p,correlation_id=new");
    assertThat(CorrelationId.into("", "new")).isEqualTo("correlation_id=new");
  }

  @Test
  void acceptsOnlyValidCharactersAndLengths() {
    assertThat(CorrelationId.valid(CorrelationId.random())).isTrue();
    assertThat(CorrelationId.valid("x".repeat(128))).isTrue();
    assertThat(CorrelationId.valid("x".repeat(129))).isFalse();
    assertThat(CorrelationId.valid("")).isFalse();
    assertThat(CorrelationId.valid("a\nb")).isFalse();
  }
}
