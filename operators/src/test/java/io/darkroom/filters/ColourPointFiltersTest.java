package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.LUT;
import static org.bytedeco.opencv.global.opencv_core.transform;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2HSV;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_HSV2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.darkroom.filter.PointOperation.Hsv;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.PointOperation.Mix;
import io.darkroom.filter.Tables;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.api.Assertions;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Point filters that mix the colours of a pixel, or turn gray into colour. */
@Tag("slow")
class ColourPointFiltersTest {

  private static final float[] BROWN = {
    0.131f, 0.534f, 0.272f, 0, 0.168f, 0.686f, 0.349f, 0, 0.189f, 0.769f, 0.393f, 0
  };

  private static final List<String> MAPS =
      List.of(
          "autumn bone jet winter rainbow ocean summer spring cool hsv pink hot parula magma inferno"
              .concat(" plasma viridis cividis twilight twilight_shifted turbo deepgreen")
              .split(" "));

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void sepiaEqualsOpenCvsTransformWithTheUsualWeights(Picture picture) {
    Picture colour = inColour(picture);
    try (Mat rows = new Mat(3, 4, CV_32FC1)) {
      new FloatPointer(rows.data()).put(BROWN);
      FilterRun.assertSame(
          FilterRun.apply("sepia", picture),
          FilterRun.by((in, out) -> transform(in, out, rows), colour));
    }
    FilterRun.assertSame(FilterRun.apply("sepia(strength=0)", picture), colour);
  }

  @Test
  void mixingGivesTheRoundedSumForEveryColour() {
    Picture every = everyColour();
    Random random = new Random(5);
    List<Integer> weights = random.ints(12, -4 * Mix.ONE, 4 * Mix.ONE).boxed().toList();

    Picture mixed = FilterRun.by((in, out) -> apply(new Mix(weights), in, out), every);

    for (int i = 0; i < every.bytes().length; i++) {
      int[] w = weights.subList(i % 3 * 4, i % 3 * 4 + 4).stream().mapToInt(v -> v).toArray();
      int pixel = i - i % 3;
      int sum = w[3] + Mix.ONE / 2;
      for (int c = 0; c < 3; c++) {
        sum += w[c] * (every.bytes()[pixel + c] & 0xff);
      }
      int expected = Math.max(0, Math.min(255, sum >> 10));
      if ((mixed.bytes()[i] & 0xff) != expected) {
        Assertions.fail("byte %d: %d (expected: %d)", i, mixed.bytes()[i] & 0xff, expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void everyColourMapEqualsOpenCv(Picture picture) {
    for (String map : MAPS) {
      FilterRun.assertSame(
          FilterRun.apply("color_map(map=%s)".formatted(map), picture),
          FilterRun.by((in, out) -> applyColorMap(in, out, MAPS.indexOf(map)), picture));
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void hueAndSaturationEqualTablesBetweenOpenCvsConversions(Picture picture) {
    if (picture.width() % 64 != 0 || picture.channels() == 1) {
      return;
    }
    hueAndSaturation(picture, 120, 0.5, 1);
    hueAndSaturation(picture, -180, 1, 1);
    hueAndSaturation(picture, -2, 4, 0.4);
    hueAndSaturation(picture, 0, 0, 4);
    hueAndSaturation(picture, 0, 1, 1);
  }

  private static void hueAndSaturation(Picture picture, int hue, double sat, double value) {
    IntToDoubleFunction turned = v -> (v + hue / 2 + 360) % 180;
    Lookup tables =
        new Lookup(
            List.of(
                Tables.of(turned),
                Tables.of(v -> Math.round(sat * v)),
                Tables.of(v -> Math.round(value * v))));
    byte[] interleaved = new byte[3 * 256];
    for (int i = 0; i < interleaved.length; i++) {
      interleaved[i] = tables.tables().get(i % 3)[i / 3];
    }
    try (Mat table = new Mat(1, 256, CV_8UC3)) {
      table.data().put(interleaved);
      FilterRun.assertSame(
          FilterRun.apply(
              "hue_saturation(hue=%d, saturation=%s, value=%s)".formatted(hue, sat, value),
              picture),
          FilterRun.by(
              (in, out) -> {
                cvtColor(in, out, COLOR_BGR2HSV);
                LUT(out.clone(), table, out);
                cvtColor(out.clone(), out, COLOR_HSV2BGR);
              },
              picture));
    }
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void hueAndSaturationDoNotDependOnThePositionOfAPixel(Picture picture) {
    Picture column = new Picture("column", 1, picture.bytes().length / 3, 3, picture.bytes());
    if (picture.channels() == 1) {
      return;
    }
    assertThat(FilterRun.apply("hue_saturation(hue=40)", column).bytes())
        .isEqualTo(FilterRun.apply("hue_saturation(hue=40)", picture).bytes());
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void hueAndSaturationKeepGray(Picture picture) {
    if (picture.channels() == 3) {
      return;
    }
    String step = "hue_saturation(hue=70, saturation=3, value=1.3)";
    FilterRun.assertSame(
        inColour(FilterRun.apply(step, picture)), FilterRun.apply(step, inColour(picture)));
  }

  /** The kernel uses the same arithmetic. */
  @Test
  void conversionFromHsvIsKnownForEveryColour() {
    int hues = 180;
    byte[] bytes = new byte[3 * (hues << 16)];
    for (int i = 0; i < hues << 16; i++) {
      bytes[3 * i] = (byte) (i >> 16);
      bytes[3 * i + 1] = (byte) (i >> 8);
      bytes[3 * i + 2] = (byte) i;
    }
    Picture every = new Picture("every colour", 1 << 16, hues, 3, bytes);

    Picture bgr = FilterRun.by((in, out) -> cvtColor(in, out, COLOR_HSV2BGR), every);

    boolean fused = Hsv.fused();
    for (int i = 0; i < bytes.length; i += 3) {
      int expected = bgrOf(bytes[i] & 0xff, bytes[i + 1] & 0xff, bytes[i + 2] & 0xff, fused);
      int actual =
          bgr.bytes()[i] & 0xff
              | (bgr.bytes()[i + 1] & 0xff) << 8
              | (bgr.bytes()[i + 2] & 0xff) << 16;
      if (actual != expected) {
        Assertions.fail("%d: %06x (expected: %06x)", i / 3, actual, expected);
      }
    }
  }

  private static int bgrOf(int hue, int saturation, int value, boolean fused) {
    float h = hue * (6f / 180);
    float s = saturation * (1f / 255);
    float v = value * (1f / 255);
    int sector = (int) h;
    float f = h - sector;
    int most = step(v);
    int least = step(v * (1 - s));
    int falling = step(v * (fused ? Math.fma(-s, f, 1f) : 1 - s * f));
    int rising = step(v * (fused ? Math.fma(-s, 1 - f, 1f) : 1 - s * (1 - f)));
    return switch (sector) {
      case 0 -> least | rising << 8 | most << 16;
      case 1 -> least | most << 8 | falling << 16;
      case 2 -> rising | most << 8 | least << 16;
      case 3 -> most | falling << 8 | least << 16;
      case 4 -> most | least << 8 | rising << 16;
      default -> falling | least << 8 | most << 16;
    };
  }

  private static int step(float part) {
    return (int) (part * 255);
  }

  private static void apply(Mix mix, Mat in, Mat out) {
    try (var form = mix.cpu()) {
      form.apply(in, out);
    }
  }

  private static Picture inColour(Picture picture) {
    return picture.channels() == 3
        ? picture
        : FilterRun.by((in, out) -> cvtColor(in, out, COLOR_GRAY2BGR), picture);
  }

  private static Picture everyColour() {
    byte[] bytes = new byte[3 << 24];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i / 3 >> i % 3 * 8);
    }
    return new Picture("every colour", 4096, 4096, 3, bytes);
  }
}
