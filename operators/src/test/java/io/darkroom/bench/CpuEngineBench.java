package io.darkroom.bench;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.CpuForm;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Runs one colour frame, 720p by default, through a chain: with {@link CpuEngine}, and with the
 * OpenCV calls of its filters, one after the other into preallocated Mats.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CpuEngineBench {

  @Param("invert")
  public String chain;

  /** The frame is 16 times as wide and 9 times as high; 0 means one pixel. */
  @Param("80")
  public int size;

  private Mat frame;
  private Engine engine;
  private Program program;
  private List<Mat> frames;
  private List<CpuForm> forms;
  private List<Mat> targets;

  /** Smoothed noise: neither flat nor without correlation between neighbours. */
  @Setup
  public void prepare() {
    frame = Picture.random(Math.max(1, 16 * size), Math.max(1, 9 * size), 3, 1).mat();
    opencv_imgproc.GaussianBlur(frame, frame, new Size(0, 0), 2);
    frames = List.of(frame);
    List<ValidStep> steps = FilterRun.steps(chain);
    engine = new CpuEngine(FilterRun.CATALOGUE);
    program = engine.compile(steps);
    forms = steps.stream().map(CpuEngineBench::form).toList();
    targets = steps.stream().map(step -> new Mat()).toList();
  }

  private static CpuForm form(ValidStep step) {
    return FilterRun.CATALOGUE.filter(step.filter().id()).cpu(step.arguments());
  }

  @Benchmark
  public Filtered engine() {
    Last last = new Last();
    program.run(frames, last);
    return last.filtered;
  }

  @Benchmark
  public Mat openCv() {
    Mat image = frame;
    for (int i = 0; i < forms.size(); i++) {
      forms.get(i).apply(image, targets.get(i));
      image = targets.get(i);
    }
    return image;
  }

  private static final class Last implements Program.Results {
    private Filtered filtered;

    @Override
    public void done(int index, Filtered result) {
      filtered = result;
    }

    @Override
    public void failed(int index, DarkroomException failure) {
      throw failure;
    }
  }

  @TearDown
  public void close() {
    program.close();
    engine.close();
    forms.forEach(CpuForm::close);
    targets.forEach(Mat::close);
    frame.close();
  }
}
