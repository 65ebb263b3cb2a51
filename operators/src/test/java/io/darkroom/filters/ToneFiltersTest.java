package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.merge;
import static org.bytedeco.opencv.global.opencv_core.split;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2YCrCb;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YCrCb2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.createCLAHE;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.equalizeHist;

import java.util.function.BiConsumer;
import org.bytedeco.opencv.global.opencv_xphoto;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters that depend on all tones of a picture, or on the position of a pixel. */
class ToneFiltersTest {

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void equalizeHistogramEqualsOpenCvOnEveryPlane(Picture picture) {
    compare("equalize_histogram(tones=%s)", picture, (in, out) -> equalizeHist(in, out));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void claheEqualsOpenCvOnEveryPlane(Picture picture) {
    for (int tiles : new int[] {1, 3, 8}) {
      for (double limit : new double[] {0, 0.5, 3, 40}) {
        compare(
            "clahe(tiles=%d, clip_limit=%s, tones=%%s)".formatted(tiles, limit),
            picture,
            (in, out) -> createCLAHE(limit, new Size(tiles, tiles)).apply(in, out));
      }
    }
  }

  private static void compare(String step, Picture picture, BiConsumer<Mat, Mat> gray) {
    FilterRun.assertSame(
        FilterRun.apply(step.formatted("luma"), picture),
        FilterRun.by((in, out) -> onLuma(in, out, gray), picture));
    FilterRun.assertSame(
        FilterRun.apply(step.formatted("channels"), picture),
        FilterRun.by((in, out) -> onChannels(in, out, gray, 3), picture));
  }

  private static void onLuma(Mat in, Mat out, BiConsumer<Mat, Mat> gray) {
    if (in.channels() == 1) {
      gray.accept(in, out);
      return;
    }
    Mat there = new Mat();
    cvtColor(in, there, COLOR_BGR2YCrCb);
    Mat changed = new Mat();
    onChannels(there, changed, gray, 1);
    cvtColor(changed, out, COLOR_YCrCb2BGR);
  }

  private static void onChannels(Mat in, Mat out, BiConsumer<Mat, Mat> gray, int first) {
    MatVector planes = new MatVector();
    split(in, planes);
    for (int i = 0; i < Math.min(first, planes.size()); i++) {
      Mat changed = new Mat();
      gray.accept(planes.get(i), changed);
      planes.put(i, changed);
    }
    merge(planes, out);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void whiteBalanceEqualsOpenCvsGrayWorld(Picture picture) {
    for (float threshold : new float[] {0, 0.3f, 0.9f, 1}) {
      Picture expected =
          picture.channels() == 1
              ? picture
              : FilterRun.by((in, out) -> grayWorld(in, out, threshold), picture);
      FilterRun.assertSame(
          FilterRun.apply("white_balance(saturation_threshold=%s)".formatted(threshold), picture),
          expected);
    }
  }

  private static void grayWorld(Mat in, Mat out, float threshold) {
    var balance = opencv_xphoto.createGrayworldWB();
    balance.setSaturationThreshold(threshold);
    balance.balanceWhite(in, out);
  }

  @Test
  void whiteBalanceMakesACastGray() {
    byte[] bytes = {100, (byte) 200, 50, 100, (byte) 200, 50};
    Picture cast = new Picture("cast", 2, 1, 3, bytes);

    assertThat(FilterRun.apply("white_balance", cast).bytes()).containsOnly(50);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void vignetteDarkensEachValueByItsShade(Picture picture) {
    Shades shades = new Shades(Shades.Form.CIRCLE, 0.9, 0.2, 0.5);
    byte[] mask = shades.mask(picture.width(), picture.height());
    Picture expected = picture.blank();
    for (int i = 0; i < expected.bytes().length; i++) {
      int value = picture.bytes()[i] & 0xff;
      int shade = mask[i / picture.channels()] & 0xff;
      expected.bytes()[i] = (byte) (value - (int) Math.rint(value * shade / 256.0));
    }

    FilterRun.assertSame(
        FilterRun.apply("vignette(shape=circle, strength=0.9, radius=0.2, softness=0.5)", picture),
        expected);
    FilterRun.assertSame(FilterRun.apply("vignette(strength=0)", picture), picture);
  }

  @Test
  void vignetteIsDarkestInTheCornersAndSymmetric() {
    byte[] mask = new Shades(Shades.Form.ELLIPSE, 1, 0, 1).mask(31, 20);

    assertThat(mask[0] & 0xff).isBetween(225, 255);
    assertThat(mask[10 * 31 + 15]).isLessThan((byte) 4);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 31; x++) {
        assertThat(mask[y * 31 + x]).isEqualTo(mask[(19 - y) * 31 + 30 - x]);
        assertThat(mask[y * 31 + x]).isEqualTo(mask[y * 31 + 30 - x]);
      }
    }
  }
}
