package io.darkroom.filter;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Runs several forms in sequence; intermediate pictures are reused from picture to picture. */
final class SequentialForm implements CpuForm {

  private final List<CpuForm> forms;
  private final Mat[] between = {new Mat(), new Mat()};

  private SequentialForm(List<CpuForm> forms) {
    this.forms = List.copyOf(forms);
  }

  /** Combines forms into one, which closes them with itself. */
  static CpuForm of(List<CpuForm> forms) {
    return forms.size() == 1 ? forms.get(0) : new SequentialForm(forms);
  }

  @Override
  public void apply(Mat source, Mat target) {
    Mat image = source;
    int last = forms.size() - 1;
    for (int i = 0; i <= last; i++) {
      Mat next = i == last ? target : between[i % 2];
      forms.get(i).apply(image, next);
      image = next;
    }
  }

  @Override
  public void close() {
    forms.forEach(CpuForm::close);
    between[0].close();
    between[1].close();
  }
}
