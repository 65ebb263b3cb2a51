package io.darkroom.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

  private static final String TEXT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void parsesAndFormats() {
    Traceparent parts = Traceparent.parse(TEXT).orElseThrow();
    assertThat(parts.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(parts.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(parts.sampled()).isTrue();
    assertThat(parts.text()).isEqualTo(TEXT);
    assertThat(Traceparent.parse(TEXT.replace("-01", "-02")).orElseThrow().sampled()).isFalse();
  }

  @Test
  void ignoresFieldsOfNewerVersions() {
    assertThat(Traceparent.parse("cc" + TEXT.substring(2) + "-more")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"
      })
  void refusesInvalidText(String text) {
    assertThat(Traceparent.parse(text)).isEmpty();
  }
}
