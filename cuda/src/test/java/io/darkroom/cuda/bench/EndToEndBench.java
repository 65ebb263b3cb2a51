package io.darkroom.cuda.bench;

import com.google.protobuf.ByteString;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Engines;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import io.darkroom.kernel.Shape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Measures frames end to end like in a task: decode JPEG, filter, encode JPEG. One slot per thread.
 */
final class EndToEndBench {

  private static final String CHAIN = "gaussian_blur(sigma=2) | sobel";
  private static final Output JPEG = new Output(Encoding.JPEG, 90, 1);
  private static final int BUNDLE = 8;

  private final Effort effort;

  EndToEndBench(Effort effort) {
    this.effort = effort;
  }

  void write(PrintWriter out) {
    int cores = Runtime.getRuntime().availableProcessors();
    out.printf("### Frames end to end%n%n");
    out.printf(
        "`%s`, JPEG in and out, bundles of %d, frames per second; %d cores.%n%n",
        CHAIN, BUNDLE, cores);
    out.printf("| size | threads | GPU | CPU |%n|---|---|---|---|%n");
    for (Map.Entry<String, Shape> shape : effort.shapes()) {
      byte[] jpeg = jpeg(shape.getValue());
      for (int threads : new TreeSet<>(List.of(1, Math.max(1, cores / 2), cores))) {
        out.printf(
            "| %s | %d | %.0f | %.0f |%n",
            shape.getKey(),
            threads,
            framesASecond(Accelerator.CUDA, threads, jpeg, shape.getValue()),
            framesASecond(Accelerator.CPU, threads, jpeg, shape.getValue()));
      }
    }
    out.println();
  }

  /** A gradient, since cameras do not produce JPEGs of noise. */
  private static byte[] jpeg(Shape shape) {
    try (ImageCodec codec = new ImageCodec();
        Mat image = Picture.gradient(shape.width(), shape.height(), shape.channels()).mat()) {
      return codec.encode(image, JPEG).toByteArray();
    }
  }

  private double framesASecond(Accelerator accelerator, int threads, byte[] jpeg, Shape shape) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Double>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String slot = "slot " + i;
        tasks.add(() -> task(accelerator, slot, ByteString.copyFrom(jpeg), shape));
      }
      double sum = 0;
      for (Future<Double> rate : pool.invokeAll(tasks)) {
        sum += rate.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdown();
    }
  }

  private double task(Accelerator accelerator, String slot, ByteString jpeg, Shape shape) {
    List<ValidStep> steps = FilterRun.steps(CHAIN);
    EngineSite site = new EngineSite(slot, Optional.empty(), FaultPolicy.CPU);
    try (Engine engine =
            Engines.load(EndToEndBench.class.getClassLoader())
                .open(accelerator, FilterRun.CATALOGUE, site)
                .engine();
        ImageBuffers buffers = engine.buffers();
        Program program = engine.compile(steps);
        ImageCodec codec = new ImageCodec()) {
      bundle(program, buffers, codec, jpeg, shape);
      long start = System.nanoTime();
      int frames = 0;
      while (System.nanoTime() - start < effort.seconds() * 1e9) {
        bundle(program, buffers, codec, jpeg, shape);
        frames += BUNDLE;
      }
      return frames * 1e9 / (System.nanoTime() - start);
    }
  }

  private static void bundle(
      Program program, ImageBuffers buffers, ImageCodec codec, ByteString jpeg, Shape shape) {
    List<Mat> images = new ArrayList<>();
    for (int i = 0; i < BUNDLE; i++) {
      int index = i;
      images.add(
          codec.decode(
              Encoding.JPEG,
              shape.width(),
              shape.height(),
              jpeg,
              ImageLimits.DEFAULT,
              room -> buffers.at(index, room)));
    }
    program.run(
        images,
        new Program.Results() {
          @Override
          public void done(int index, Filtered filtered) {
            if (filtered.fellBack()) {
              throw new IllegalStateException("a frame fell back to the CPU");
            }
            codec.encode(filtered.image(), JPEG);
          }

          @Override
          public void failed(int index, DarkroomException failure) {
            throw failure;
          }
        });
  }
}
