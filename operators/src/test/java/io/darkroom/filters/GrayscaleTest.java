package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrayscaleTest {

  private interface Rule {
    int gray(int r, int g, int b);
  }

  private static final Map<String, Rule> RULES =
      Map.of(
          "bt601", (r, g, b) -> (9798 * r + 19235 * g + 3735 * b + 16384) >> 15,
          "bt709", (r, g, b) -> (6966 * r + 23436 * g + 2366 * b + 16384) >> 15,
          "luminosity", (r, g, b) -> (6881 * r + 23593 * g + 2294 * b + 16384) >> 15,
          "average", (r, g, b) -> (r + g + b + 1) / 3,
          "lightness", (r, g, b) -> (max(r, g, b) + min(r, g, b) + 1) / 2);

  private static Picture everyColour;

  @BeforeAll
  static void paintEveryColour() {
    byte[] bytes = new byte[3 << 24];
    for (int colour = 0; colour < 1 << 24; colour++) {
      bytes[3 * colour] = (byte) colour;
      bytes[3 * colour + 1] = (byte) (colour >> 8);
      bytes[3 * colour + 2] = (byte) (colour >> 16);
    }
    everyColour = new Picture("every colour", 4096, 4096, 3, bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bt601", "bt709", "average", "lightness", "luminosity"})
  void followsItsRuleForEveryColour(String algorithm) {
    Picture gray = FilterRun.apply("grayscale(algorithm=" + algorithm + ")", everyColour);

    Rule rule = RULES.get(algorithm);
    byte[] expected = new byte[1 << 24];
    for (int colour = 0; colour < expected.length; colour++) {
      expected[colour] = (byte) rule.gray(colour >> 16, (colour >> 8) & 0xff, colour & 0xff);
    }
    assertThat(Arrays.mismatch(gray.bytes(), expected)).isEqualTo(-1);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void equalsOpenCvByDefault(Picture picture) {
    Picture expected =
        picture.channels() == 1
            ? picture
            : FilterRun.by((in, out) -> cvtColor(in, out, COLOR_BGR2GRAY), picture);

    FilterRun.assertSame(FilterRun.apply("grayscale", picture), expected);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void convertsEveryShapeByEveryAlgorithm(Picture picture) {
    RULES.forEach(
        (algorithm, rule) -> {
          Picture expected = picture.channels() == 1 ? picture : picture.blankGray();
          for (int i = 0; picture.channels() == 3 && i < expected.bytes().length; i++) {
            int x = i % picture.width();
            int y = i / picture.width();
            int gray = rule.gray(picture.at(x, y, 2), picture.at(x, y, 1), picture.at(x, y, 0));
            expected.bytes()[i] = (byte) gray;
          }
          FilterRun.assertSame(
              FilterRun.apply("grayscale(algorithm=" + algorithm + ")", picture), expected);
        });
  }

  @Test
  void keepsBlackBlackAndWhiteWhite() {
    Picture ends = new Picture("ends", 2, 1, 3, new byte[] {0, 0, 0, -1, -1, -1});

    for (String algorithm : RULES.keySet()) {
      assertThat(FilterRun.apply("grayscale(algorithm=" + algorithm + ")", ends).bytes())
          .as(algorithm)
          .containsExactly(0, 255);
    }
  }

  private static int max(int r, int g, int b) {
    return Math.max(r, Math.max(g, b));
  }

  private static int min(int r, int g, int b) {
    return Math.min(r, Math.min(g, b));
  }
}
