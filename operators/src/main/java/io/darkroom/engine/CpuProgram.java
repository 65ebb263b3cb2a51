package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filters.CpuForm;
import io.darkroom.filters.FilterCatalogue;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A chain on the CPU. Two buffers, kept between pictures, take turns as source and target. */
final class CpuProgram implements Program {

  private record Stage(String filterId, CpuForm form) {}

  private final List<Stage> stages = new ArrayList<>();
  private final Mat ping = new Mat();
  private final Mat pong = new Mat();

  CpuProgram(List<ValidStep> steps, FilterCatalogue filters) {
    try {
      for (ValidStep step : steps) {
        String id = step.filter().id();
        stages.add(new Stage(id, filters.filter(id).cpu(step.arguments())));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void run(List<Mat> images, Results results) {
    for (int i = 0; i < images.size(); i++) {
      run(i, images.get(i), results);
    }
  }

  private void run(int index, Mat source, Results results) {
    long[] nanos = new long[stages.size()];
    Mat image;
    try {
      image = filter(source, nanos);
    } catch (DarkroomException e) {
      results.failed(index, e);
      return;
    }
    results.done(index, image, nanos, false);
  }

  private Mat filter(Mat source, long[] nanos) {
    Mat image = source;
    for (int i = 0; i < nanos.length; i++) {
      Mat target = i % 2 == 0 ? ping : pong;
      long start = System.nanoTime();
      apply(stages.get(i), image, target);
      nanos[i] = System.nanoTime() - start;
      image = target;
    }
    return image;
  }

  private static void apply(Stage stage, Mat source, Mat target) {
    try {
      stage.form.apply(source, target);
    } catch (DarkroomException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DarkroomException(
          ErrorCode.FILTER_FAILED,
          "filter %s: %s (expected: a picture). Change its parameters, or report this message."
              .formatted(stage.filterId, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    stages.forEach(stage -> stage.form.close());
    stages.clear();
    ping.close();
    pong.close();
  }
}
