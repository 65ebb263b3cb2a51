package io.darkroom.gateway.secrets.planted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlantedTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "user:"})
  void isFoundAsItIsAndInBase64(String before) {
    String text = before + Planted.secret("x") + " end";
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    assertThat(Planted.in("place", text)).hasSize(1);
    assertThat(Planted.in("place", text.toUpperCase(Locale.ROOT))).hasSize(1);
    assertThat(Planted.in("place", "Basic " + base64)).hasSize(1);
    assertThat(Planted.in("place", before)).isEmpty();
  }
}
