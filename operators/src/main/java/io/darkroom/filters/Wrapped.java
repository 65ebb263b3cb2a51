package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_WRAP;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;

import io.darkroom.filter.CpuForm;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Runs another form on a picture that continues with its opposite edge. */
final class Wrapped implements CpuForm {

  private final CpuForm form;
  private final int reach;
  private final Mat wide = new Mat();
  private final Mat filtered = new Mat();

  /**
   * @param form closed with this one
   * @param reach how far from a pixel the form reads, in px
   */
  Wrapped(CpuForm form, int reach) {
    this.form = form;
    this.reach = reach;
  }

  @Override
  public void apply(Mat source, Mat target) {
    copyMakeBorder(source, wide, reach, reach, reach, reach, BORDER_WRAP);
    form.apply(wide, filtered);
    try (Rect inner = new Rect(reach, reach, source.cols(), source.rows());
        Mat cut = new Mat(filtered, inner)) {
      cut.copyTo(target);
    }
  }

  @Override
  public void close() {
    form.close();
    wide.close();
    filtered.close();
  }
}
