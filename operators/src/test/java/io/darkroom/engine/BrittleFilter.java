package io.darkroom.engine;

import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import org.bytedeco.opencv.opencv_core.Mat;

/** Copies pictures, but fails at one width; counts its open forms. */
final class BrittleFilter implements Filter {

  static final int BREAKS_AT_WIDTH = 13;

  private int open;

  int open() {
    return open;
  }

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
        "brittle", "Brittle", "Breaks.", new Checkbox("sound", "Sound", "Can be made.", "true"));
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    if (!arguments.flag("sound")) {
      throw new IllegalStateException("brittle: cannot be made");
    }
    open++;
    return new CpuForm() {
      @Override
      public void apply(Mat source, Mat target) {
        if (source.cols() == BREAKS_AT_WIDTH) {
          throw new IllegalStateException("this breaks it");
        }
        source.copyTo(target);
      }

      @Override
      public void close() {
        open--;
      }
    };
  }
}
