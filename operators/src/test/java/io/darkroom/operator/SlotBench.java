package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Engines;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Reject;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.image.ImageCodec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Measures 1080p frames in one slot, JPEG in and out, without Flink: {@code SlotBench THREADS,...
 * ROUNDS SECONDS [CHAIN [ACCELERATOR [BUNDLE]]]}. Each round tries every number of codec threads,
 * because other work on the machine comes and goes.
 */
public final class SlotBench implements FrameProcessor.Sink {

  private static final int WIDTH = 1920;
  private static final int HEIGHT = 1080;
  private static final int ALONE = 100;
  private static final Output JPEG = new Output(Encoding.JPEG, 90, 1);

  private final Assignment assignment;
  private final List<FrameRecord> flush;
  private long frames;
  private long decode;
  private long filter;
  private long encode;

  private SlotBench(String chain, Accelerator accelerator, int bundle) {
    assignment = new Assignment("p", "", "", "", 1, Chain.parse(chain), accelerator, JPEG, true);
    flush = Collections.nCopies(bundle, frame());
  }

  public static void main(String[] arguments) {
    int[] threads = Arrays.stream(arguments[0].split(",")).mapToInt(Integer::parseInt).toArray();
    String chain = arguments.length > 3 ? arguments[3] : "grayscale | gaussian_blur(sigma=2)";
    Accelerator accelerator =
        arguments.length > 4 ? Accelerator.valueOf(arguments[4]) : Accelerator.CPU;
    int bundle = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1;
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        "%s, %d x %d px, %s, bundles of %d, %d cores%n",
        chain, WIDTH, HEIGHT, accelerator, bundle, cores);
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      for (int count : threads) {
        new SlotBench(chain, accelerator, bundle).run(count, Integer.parseInt(arguments[2]));
      }
    }
  }

  /** Smoothed noise: neither flat nor without correlation between neighbours. */
  private static FrameRecord frame() {
    try (ImageCodec codec = new ImageCodec();
        Mat image = Picture.random(WIDTH, HEIGHT, 3, 1).mat()) {
      opencv_imgproc.GaussianBlur(image, image, new Size(0, 0), 2);
      ByteString jpeg = codec.encode(image, JPEG);
      Frame frame = Frame.captured("cam", 1, 0, Instant.EPOCH, Encoding.JPEG, jpeg);
      SourcePosition position = new SourcePosition(0, 0, 0);
      return new FrameRecord(position, "cam", FrameCodec.encode(frame), "", TraceContext.NONE);
    }
  }

  private void run(int threads, int seconds) {
    MemoryAccount memory = new MemoryAccount(TaskBudget.DEFAULT.memoryBytes());
    CodecThreads codecs = new CodecThreads(threads, "bench", () -> {});
    try (Engine engine = engine();
        FrameProcessor processor =
            Processors.of(
                engine,
                FilterRun.CATALOGUE,
                codecs,
                memory,
                System::nanoTime,
                new Processors.Always(assignment))) {
      saturate(processor, 1);
      double rate = saturate(processor, seconds);
      System.out.printf(
          Locale.ROOT,
          "%d codec threads: %.1f frames/s; decode %.1f, filters %.1f, encode %.1f ms; %d MB;"
              + " alone %.1f ms%n",
          threads,
          rate,
          decode / 1e3 / frames,
          filter / 1e3 / frames,
          encode / 1e3 / frames,
          memory.held() >> 20,
          alone(processor));
    }
  }

  private Engine engine() {
    EngineSite site = new EngineSite("bench", Optional.empty(), FaultPolicy.CPU);
    return Engines.load(SlotBench.class.getClassLoader())
        .open(assignment.accelerator(), FilterRun.CATALOGUE, site)
        .engine();
  }

  private double saturate(FrameProcessor processor, int seconds) {
    frames = 0;
    decode = 0;
    filter = 0;
    encode = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < seconds * 1e9) {
      processor.process(flush, this);
    }
    processor.finish(this);
    return frames * 1e9 / (System.nanoTime() - start);
  }

  /** Returns the median time of a single bundle, in ms. */
  private double alone(FrameProcessor processor) {
    double[] millis = new double[ALONE];
    for (int i = 0; i < ALONE; i++) {
      long start = System.nanoTime();
      processor.process(flush, this);
      processor.finish(this);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[ALONE / 2];
  }

  @Override
  public void processed(Frame result, FrameRecord source, String key) {
    Processing processing = result.processing().orElseThrow();
    if (processing.fellBack()) {
      throw new IllegalStateException("a frame fell back to the CPU");
    }
    frames++;
    decode += processing.decodeMicros();
    filter += processing.filterMicros();
    encode += processing.encodeMicros();
  }

  @Override
  public void rejected(Reject reject, OptionalInt answerPartition, TraceContext trace) {
    throw new IllegalStateException(reject.message());
  }
}
