package io.darkroom.engine;

import static java.util.stream.Collectors.joining;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.Fusion.Points;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filter.PointOperation;
import io.darkroom.image.MemoryFailure;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Runs a chain on the CPU. If its filters would hold much memory between pictures, stateless
 * filters are created again for each picture.
 */
final class CpuProgram implements Program {

  /** A stage and its form, which is null while it is closed. */
  private static final class Stage {
    final Fusion.Stage covers;
    final boolean stateful;
    CpuForm form;

    Stage(Fusion.Stage covers, boolean stateful) {
      this.covers = covers;
      this.stateful = stateful;
    }

    void close() {
      if (form != null) {
        form.close();
        form = null;
      }
    }
  }

  private final List<ValidStep> steps;
  private final FilterCatalogue filters;
  private final WorkingPictures working;
  private final WarmUp warmUp;
  private final List<Stage> stages = new ArrayList<>();
  private int channels;
  private Shape shape;
  private boolean keepsScratch = true;

  CpuProgram(List<ValidStep> steps, FilterCatalogue filters, WorkingPictures working) {
    this.steps = steps;
    this.filters = filters;
    this.working = working;
    warmUp = new WarmUp(steps, filters);
    try {
      prepare(3);
    } catch (RuntimeException | OutOfMemoryError e) {
      close();
      throw e;
    }
  }

  private void prepare(int sourceChannels) {
    close();
    channels = sourceChannels;
    for (Fusion.Stage covers : Fusion.stages(steps, filters, sourceChannels)) {
      Stage stage = new Stage(covers, steps.get(covers.first()).filter().stateful());
      stages.add(stage);
      stage.form = form(covers);
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
    } catch (RuntimeException | OutOfMemoryError e) {
      results.failed(index, failed(names(0, steps.size()), e));
      return;
    }
    boolean learning = warmUp.learnsFrom();
    results.done(
        index, new Filtered(image, nanos, learning, CpuEngine.ACCELERATOR, false, List.of()));
  }

  private void adapt(Mat source) {
    Shape next = new Shape(source.cols(), source.rows(), source.channels());
    boolean restarts = warmUp.begins(next);
    if (!next.equals(shape)) {
      keepsScratch = Estimate.of(steps, filters, next).keepsScratch();
      shape = next;
    }
    if (restarts || next.channels() != channels) {
      prepare(next.channels());
    }
  }

  private Mat filter(Mat source, long[] nanos) {
    Mat image = source;
    for (Stage stage : stages) {
      Mat target = working.targetFor(image);
      long start = System.nanoTime();
      apply(stage, image, target);
      stage.covers.share(System.nanoTime() - start, nanos);
      image = target;
    }
    return image;
  }

  private void apply(Stage stage, Mat source, Mat target) {
    try {
      if (stage.form == null) {
        stage.form = form(stage.covers);
      }
      stage.form.apply(source, target);
    } catch (DarkroomException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw failed(names(stage.covers.first(), stage.covers.end()), e);
    }
    if (!keepsScratch && !stage.stateful) {
      stage.close();
    }
  }

  /** After an out-of-memory failure nothing is kept, not even models, which may be incomplete. */
  private DarkroomException failed(String names, Throwable failure) {
    if (MemoryFailure.is(failure)) {
      releaseAll();
      return MemoryFailure.coded("filter " + names, failure);
    }
    return new DarkroomException(
        ErrorCode.FILTER_FAILED,
        "filter %s: %s (expected: a picture). Change its parameters, or report this message."
            .formatted(names, failure.getMessage()),
        failure);
  }

  private void releaseAll() {
    close();
    channels = 0;
    shape = null;
    warmUp.restart();
    working.release();
  }

  private String names(int first, int end) {
    return steps.subList(first, end).stream()
        .map(step -> step.filter().id())
        .collect(joining(" | "));
  }

  @Override
  public void close() {
    stages.forEach(Stage::close);
    stages.clear();
  }
}
