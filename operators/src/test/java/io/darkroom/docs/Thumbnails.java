package io.darkroom.docs;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Creates JPEGs of a scene before and after a filter, side by side. */
final class Thumbnails {

  private static final int GAP = 8;
  private static final int FRAMES = 12;

  private final FilterCatalogue filters;

  Thumbnails(FilterCatalogue filters) {
    this.filters = filters;
  }

  /** A stateful filter sees the scene move first; the picture shows the last frame. */
  byte[] of(ValidStep step) {
    try (CpuForm form = filters.filter(step.filter().id()).cpu(step.arguments());
        Mat after = new Mat()) {
      int frames = step.filter().stateful() ? FRAMES : 1;
      for (int i = 0; i < frames - 1; i++) {
        try (Mat frame = Scene.at(i)) {
          form.apply(frame, after);
        }
      }
      try (Mat before = Scene.at(frames - 1)) {
        form.apply(before, after);
        return sideBySide(before, after);
      }
    }
  }

  private static byte[] sideBySide(Mat before, Mat after) {
    int height = Math.max(before.rows(), after.rows());
    int width = before.cols() + GAP + after.cols();
    try (Mat both = new Mat(height, width, CV_8UC3, new Scalar(255, 255, 255, 0));
        Mat colour = new Mat();
        ImageCodec codec = new ImageCodec()) {
      paste(before, both, 0);
      if (after.channels() == 1) {
        cvtColor(after, colour, COLOR_GRAY2BGR);
        paste(colour, both, before.cols() + GAP);
      } else {
        paste(after, both, before.cols() + GAP);
      }
      return codec.encode(both, new Output(Encoding.JPEG, 88, 1)).toByteArray();
    }
  }

  private static void paste(Mat image, Mat into, int x) {
    try (Rect place = new Rect(x, 0, image.cols(), image.rows());
        Mat part = new Mat(into, place)) {
      image.copyTo(part);
    }
  }

  /** Returns the mean absolute difference between the values of two JPEGs. */
  static double difference(byte[] one, byte[] other) {
    try (Mat a = decoded(one);
        Mat b = decoded(other)) {
      if (a.rows() != b.rows() || a.cols() != b.cols()) {
        return 255;
      }
      byte[] left = new byte[a.rows() * a.cols() * 3];
      byte[] right = new byte[left.length];
      a.data().get(left);
      b.data().get(right);
      long sum = 0;
      for (int i = 0; i < left.length; i++) {
        sum += Math.abs((left[i] & 0xff) - (right[i] & 0xff));
      }
      return (double) sum / left.length;
    }
  }

  private static Mat decoded(byte[] jpeg) {
    try (Mat bytes = new Mat(1, jpeg.length, org.bytedeco.opencv.global.opencv_core.CV_8UC1)) {
      bytes.data().put(jpeg);
      return imdecode(bytes, IMREAD_COLOR);
    }
  }
}
