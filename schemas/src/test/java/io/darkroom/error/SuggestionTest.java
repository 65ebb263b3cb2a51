package io.darkroom.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  private static final List<String> KNOWN = List.of("grayscale", "gaussian_blur", "invert");

  @Test
  void findsTheClosestName() {
    assertThat(Suggestion.nearest("greyscale", KNOWN)).contains("grayscale");
    assertThat(Suggestion.nearest("gausian_blurr", KNOWN)).contains("gaussian_blur");
    assertThat(Suggestion.nearest("blur", KNOWN)).contains("gaussian_blur");
  }

  @Test
  void listsAllNamesIfNoneIsClose() {
    assertThat(Suggestion.nearest("telescope", KNOWN)).isEmpty();
    assertThat(Suggestion.didYouMean("telescope", KNOWN))
        .isEqualTo("Use one of: gaussian_blur, grayscale, invert.");
  }
}
