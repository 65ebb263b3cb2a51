package io.darkroom.gateway.frames.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTokenTest {

  private static final ResumeToken TOKEN =
      new ResumeToken(new Place(7, 1L << 50), Optional.of(new Place(2, 99)));

  @Test
  void isValidAtEveryGatewayOfTheTopic() {
    String text = TOKEN.text("darkroom.processed", "edges");
    assertThat(text).matches("[A-Za-z0-9_-]{10,50}");
    assertThat(ResumeToken.parse(text, "darkroom.processed", "edges")).isEqualTo(TOKEN);
    ResumeToken bare = new ResumeToken(new Place(0, 0), Optional.empty());
    assertThat(ResumeToken.parse(bare.text("t", "i"), "t", "i")).isEqualTo(bare);
  }

  @Test
  void isRefusedForAnotherTopicOrId() {
    String text = TOKEN.text("darkroom.processed", "edges");
    assertInvalid(text, "darkroom.processed", "other");
    assertInvalid(text, "darkroom.frames", "edges");
    assertInvalid(text, "studio.processed", "edges");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "AQ", "AQEBAQEBAQ", "AgAAAAAAAA", "not a token", "ÄÖÜ"})
  void refusesTextThatIsNotAToken(String text) {
    assertInvalid(text, "darkroom.processed", "edges");
  }

  @Test
  void refusesTruncatedAndExtendedTokens() {
    String text = TOKEN.text("t", "i");
    assertInvalid(text + "AAAA", "t", "i");
    assertInvalid(text.substring(0, text.length() - 2), "t", "i");
    assertInvalid("A".repeat(10_000), "t", "i");
  }

  private static void assertInvalid(String text, String topic, String id) {
    assertThatThrownBy(() -> ResumeToken.parse(text, topic, id))
        .isInstanceOfSatisfying(
            DarkroomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("from: \"");
  }
}
