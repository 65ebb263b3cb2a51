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
        "console.mp4",
        "a..b",
        "x-",
        "-rf",
        "_MG_1234.MOV",
        "IMG_0001 (1).MOV",
        "K\u00fcche.mp4",
        "film [1080p].mkv",
        "\u9632\u72af\u30ab\u30e1\u30e9 01.mp4",
        "\u0430.mp4",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.mp4",
        "\ud83c\udfac.mp4",
        "Screencast from 2024-01-01 12:30:00.webm",
        "What is this? \"It's\" | 100% & more #1.mp4",
        "Recording 9.41.00\u202fAM.mov",
        "%2e%2e%2fx",
      })
  void takesNamesAsPeopleHaveThem(String name) {
    assertThat(FileNames.require(name)).isEqualTo(name);
  }

  @Test
  void keepsNamesInOneUnicodeForm() {
    assertThat(FileNames.require("Ku\u0308che.mp4")).isEqualTo("K\u00fcche.mp4");
    assertThat(FileNames.spellings("K\u00fcche")).containsExactly("K\u00fcche", "Ku\u0308che");
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
        ".hidden",
        ".uploads",
        " a.mp4",
        "\u00a0a.mp4",
        "a.mp4 ",
        "a.mp4.",
        "a\0.mp4",
        "a\n.mp4",
        "a\u2028.mp4",
        "a\u001b[31m.mp4",
        "a\u202egpj.mp4",
        "a\u2066.mp4",
        "\ufeffa.mp4",
        "\ud800.mp4",
        "\u200d",
        "CON",
        "con.mp4",
        "NUL.tar.mp4",
        "aux ",
        "Com1.mp4",
        "lpt9",
      })
  void refusesOtherNames(String name) {
    DarkroomException refused =
        catchThrowableOfType(DarkroomException.class, () -> FileNames.require(name));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(refused.getMessage()).startsWith("name: ").doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    assertThat(refused.problems()).singleElement().extracting("field").isEqualTo("name");
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000})
  void limitsTheLength(int letters) {
    DarkroomException refused =
        catchThrowableOfType(DarkroomException.class, () -> FileNames.require("a".repeat(letters)));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(refused.getMessage()).hasSizeLessThan(500);
  }

  @Test
  void countsTheBytesOfTheLength() {
    assertThat(FileNames.require("a".repeat(255))).hasSize(255);
    assertThat(FileNames.require("\u9632".repeat(85))).hasSize(85);
    assertThat(
            catchThrowableOfType(
                DarkroomException.class, () -> FileNames.require("\u9632".repeat(86))))
        .hasMessageContaining("255 bytes");
  }
}
