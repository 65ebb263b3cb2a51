package io.darkroom.image;

import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.transpose;

import io.darkroom.frame.Orientation;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns pictures upright. */
final class Turning {

  private static final int UPSIDE_DOWN = 0;
  private static final int SIDEWAYS = 1;
  private static final int BOTH = -1;

  private Turning() {}

  /**
   * @param upright has the size of the result
   */
  static void turn(Orientation orientation, Mat stored, Mat upright) {
    switch (orientation) {
      case AS_STORED -> stored.copyTo(upright);
      case FLIP_SIDEWAYS -> flip(stored, upright, SIDEWAYS);
      case HALF_TURN -> flip(stored, upright, BOTH);
      case FLIP_UPSIDE_DOWN -> flip(stored, upright, UPSIDE_DOWN);
      case TRANSPOSE -> transpose(stored, upright);
      case TURN_RIGHT -> transposed(stored, upright, SIDEWAYS);
      case TRANSVERSE -> transposed(stored, upright, BOTH);
      case TURN_LEFT -> transposed(stored, upright, UPSIDE_DOWN);
    }
  }

  private static void transposed(Mat stored, Mat upright, int flip) {
    transpose(stored, upright);
    flip(upright, upright, flip);
  }
}
