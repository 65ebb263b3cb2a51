package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.darkroom.filter.CpuForm;
import io.darkroom.kernel.Shape;
import java.nio.DoubleBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Rotates pictures by {@code cv::warpAffine}. */
final class Warp implements CpuForm {

  private final Turn turn;
  private final Mat matrix = new Mat(2, 3, CV_64FC1);
  private final DoubleBuffer places = matrix.createBuffer();
  private final Size size = new Size();
  private final Scalar black = new Scalar(0);

  Warp(Turn turn) {
    this.turn = turn;
  }

  @Override
  public void apply(Mat source, Mat target) {
    Shape shape = new Shape(source.cols(), source.rows(), source.channels());
    Shape output = turn.output(shape);
    places.put(0, turn.matrix(shape, output));
    size.width(output.width()).height(output.height());
    int flags = INTER_LINEAR | WARP_INVERSE_MAP;
    warpAffine(source, target, matrix, size, flags, BORDER_CONSTANT, black);
  }

  @Override
  public void close() {
    matrix.close();
    size.close();
    black.close();
  }
}
