package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.convertScaleAbs;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters by derivatives of the luma; for Sobel see {@link SobelTest}. */
class DerivativeFiltersTest {

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void scharrEqualsOpenCvOnTheLuma(Picture picture) {
    Picture luma = FilterRun.apply("grayscale", picture);

    FilterRun.assertSame(
        FilterRun.apply("scharr(direction=x)", picture),
        FilterRun.by((in, out) -> scharr(in, out, 1, 0), luma));
    FilterRun.assertSame(
        FilterRun.apply("scharr(direction=y)", picture),
        FilterRun.by((in, out) -> scharr(in, out, 0, 1), luma));
    FilterRun.assertSame(
        FilterRun.apply("scharr", picture),
        FilterRun.by(DerivativeFiltersTest::scharrMagnitude, luma));
  }

  private static void scharr(Mat in, Mat out, int dx, int dy) {
    Mat slope = new Mat();
    opencv_imgproc.Scharr(in, slope, CV_16S, dx, dy);
    convertScaleAbs(slope, out);
  }

  private static void scharrMagnitude(Mat in, Mat out) {
    Mat x = new Mat();
    Mat y = new Mat();
    scharr(in, x, 1, 0);
    scharr(in, y, 0, 1);
    add(x, y, out);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void laplacianEqualsOpenCvOnTheLuma(Picture picture) {
    Picture luma = FilterRun.apply("grayscale", picture);
    for (int size : new int[] {1, 3, 5, 7}) {
      FilterRun.assertSame(
          FilterRun.apply("laplacian(kernel_size=%d)".formatted(size), picture),
          FilterRun.by((in, out) -> laplacian(in, out, size), luma));
    }
  }

  private static void laplacian(Mat in, Mat out, int size) {
    Mat curvature = new Mat();
    opencv_imgproc.Laplacian(in, curvature, CV_16S, size, 1, 0, BORDER_DEFAULT);
    convertScaleAbs(curvature, out);
  }
}
