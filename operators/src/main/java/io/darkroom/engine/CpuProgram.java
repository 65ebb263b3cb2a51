package io.darkroom.engine;

import static java.util.stream.Collectors.joining;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.Fusion.Points;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filter.PointOperation;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A chain on the CPU. Two buffers, kept between pictures, take turns as source and target. */
final class CpuProgram implements Program {

  private record Stage(Fusion.Stage covers, CpuForm form) {}

  private final List<ValidStep> steps;
  private final FilterCatalogue filters;
  private final WarmUp warmUp;
  private final List<Stage> stages = new ArrayList<>();
  private final Mat ping = new Mat();
  private final Mat pong = new Mat();
  private int channels;

  CpuProgram(List<ValidStep> steps, FilterCatalogue filters) {
    this.steps = steps;
    this.filters = filters;
    warmUp = new WarmUp(steps, filters);
    try {
      prepare(3);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void prepare(int sourceChannels) {
    closeStages();
    channels = sourceChannels;
    for (Fusion.Stage stage : Fusion.stages(steps, filters, sourceChannels)) {
      stages.add(new Stage(stage, form(stage)));
    }
  }

  private CpuForm form(Fusion.Stage stage) {
    if (stage instanceof Points points && points.end() - points.first() > 1) {
      return PointOperation.form(points.operations());
    }
    ValidStep step = steps.get(stage.first());
    return filters.filter(step.filter().id()).cpu(step.arguments());
  }

  @Override
  public void run(List<Mat> images, Results results) {
    for (int i = 0; i < images.size(); i++) {
      run(i, images.get(i), results);
    }
  }

  private void run(int index, Mat source, Results results) {
    long[] nanos = new long[steps.size()];
    Mat image;
    try {
      adapt(source);
      image = filter(source, nanos);
    } catch (DarkroomException e) {
      results.failed(index, e);
      return;
    }
    boolean learning = warmUp.learnsFrom();
    results.done(
        index, new Filtered(image, nanos, learning, CpuEngine.ACCELERATOR, false, List.of()));
  }

  private void adapt(Mat source) {
    Shape shape = new Shape(source.cols(), source.rows(), source.channels());
    if (warmUp.begins(shape) || shape.channels() != channels) {
      prepare(shape.channels());
    }
  }

  private Mat filter(Mat source, long[] nanos) {
    Mat image = source;
    for (Stage stage : stages) {
      Mat target = image == ping ? pong : ping;
      long start = System.nanoTime();
      apply(stage, image, target);
      stage.covers().share(System.nanoTime() - start, nanos);
      image = target;
    }
    return image;
  }

  private void apply(Stage stage, Mat source, Mat target) {
    try {
      stage.form.apply(source, target);
    } catch (DarkroomException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new DarkroomException(
          ErrorCode.FILTER_FAILED,
          "filter %s: %s (expected: a picture). Change its parameters, or report this message."
              .formatted(names(stage.covers()), e.getMessage()),
          e);
    }
  }

  private String names(Fusion.Stage stage) {
    return steps.subList(stage.first(), stage.end()).stream()
        .map(step -> step.filter().id())
        .collect(joining(" | "));
  }

  private void closeStages() {
    stages.forEach(stage -> stage.form.close());
    stages.clear();
  }

  @Override
  public void close() {
    closeStages();
    ping.close();
    pong.close();
  }
}
