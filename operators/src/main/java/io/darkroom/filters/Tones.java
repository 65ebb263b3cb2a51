package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2YCrCb;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YCrCb2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.kernel.Shape;
import org.bytedeco.opencv.opencv_core.Mat;

/** The planes of a colour picture to which a filter for gray pictures is applied. */
enum Tones {
  /** The Y channel of YCrCb; converts with COLOR_BGR2YCrCb and back with COLOR_YCrCb2BGR. */
  LUMA,
  /** Blue, green and red separately. */
  CHANNELS;

  /** Bytes per pixel that a form holds in addition to source and target. */
  static final double SCRATCH = 6;

  static final Choice<Tones> PARAMETER =
      Choice.of(
          "tones",
          "Tones",
          "luma spreads brightness and keeps the hues; channels spreads blue, green and red"
              + " separately, which removes colour casts.",
          LUMA);

  /** Creates a form for gray and colour pictures, which closes the given one. */
  CpuForm of(CpuForm gray) {
    return new Planes(this, gray);
  }

  /**
   * Estimates the time per colour pixel, in ns.
   *
   * @param plane time per pixel of one plane
   */
  double nanosPerPixel(double plane) {
    return this == CHANNELS ? 3 * plane + 2 : plane + 2;
  }

  /** Returns how many planes of a picture are filtered. */
  int planes(Shape source) {
    return this == CHANNELS ? source.channels() : 1;
  }

  private static final class Planes implements CpuForm {

    private final Tones tones;
    private final CpuForm gray;
    private final Mat colour = new Mat();
    private final Mat plane = new Mat();
    private final Mat filtered = new Mat();

    private Planes(Tones tones, CpuForm gray) {
      this.tones = tones;
      this.gray = gray;
    }

    @Override
    public void apply(Mat source, Mat target) {
      if (source.channels() == 1) {
        gray.apply(source, target);
        return;
      }
      switch (tones) {
        case LUMA -> {
          cvtColor(source, colour, COLOR_BGR2YCrCb);
          filter(colour, colour, 0);
          cvtColor(colour, target, COLOR_YCrCb2BGR);
        }
        case CHANNELS -> {
          target.create(source.rows(), source.cols(), source.type());
          for (int channel = 0; channel < 3; channel++) {
            filter(source, target, channel);
          }
        }
      }
    }

    private void filter(Mat from, Mat to, int channel) {
      extractChannel(from, plane, channel);
      gray.apply(plane, filtered);
      insertChannel(filtered, to, channel);
    }

    @Override
    public void close() {
      gray.close();
      colour.close();
      plane.close();
      filtered.close();
    }
  }
}
