package io.darkroom.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "clip.mp4",
        "My Clip 2.webm",
        "a-b_c.tar.mkv",
        "0.mov",
        "console.mp4",
        "a..b",
        "x-"
      })
  void takesPlainNames(String name) {
    assertThat(FileNames.require(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "../../x",
        "..\\x",
        "/etc/passwd",
        "a/b.mp4",
        "a\\b.mp4",
        "C:\\x.mp4",
        "a:b",
        ".hidden",
        ".uploads",
        "-rf",
        " a.mp4",
        "a.mp4 ",
        "a.mp4.",
        "a\0.mp4",
        "a\n.mp4",
        "a\u001b[31m.mp4",
        "a\u202egpj.mp4",
        "\uff0e\uff0e\uff0fx",
        "a\u2215b",
        "\u0430.mp4",
        "e\u0301.mp4",
        "\ud83c\udfac.mp4",
        "\ud800.mp4",
        "%2e%2e%2fx",
        "a?b",
        "a*b",
        "a|b",
        "a\"b",
        "CON",
        "con.mp4",
        "NUL.tar.mp4",
        "aux ",
        "Com1.mp4",
        "lpt9",
        "video:x",
      })
  void refusesOtherNames(String name) {
    DarkroomException refused =
        catchThrowableOfType(DarkroomException.class, () -> FileNames.require(name));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(refused.getMessage()).startsWith("name: ").doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    assertThat(refused.problems()).singleElement().extracting("field").isEqualTo("name");
  }

  @Test
  void limitsTheLength() {
    assertThat(FileNames.require("a".repeat(128))).hasSize(128);
    DarkroomException refused =
        catchThrowableOfType(DarkroomException.class, () -> FileNames.require("a".repeat(100_000)));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(refused.getMessage()).hasSizeLessThan(500);
  }
}
