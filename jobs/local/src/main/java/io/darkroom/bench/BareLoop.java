package io.darkroom.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The baseline for throughput: decodes, filters and encodes with OpenCV in a loop, one loop per
 * thread, without Kafka, Flink or a gateway.
 */
public final class BareLoop {

  private static final int WARM_UP_SECONDS = 3;

  private final BenchFrames frames;
  private final int threads;
  private final LongAdder done = new LongAdder();
  private volatile boolean stopped;

  public BareLoop(int width, int height, int threads) {
    this.frames = BenchFrames.draw(width, height);
    this.threads = threads;
  }

  /** Runs the loops; prints the frames per second. */
  public Throughput run(String chain, int seconds, PrintWriter out) throws InterruptedException {
    List<Thread> loops = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      loops.add(new Thread(() -> loop(Chain.parse(chain)), "bare-" + i));
    }
    loops.forEach(Thread::start);
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    long before = done.sum();
    long cpuBefore = CpuMeter.ownMicros();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    Throughput result =
        new Throughput(
            done.sum() - before,
            (System.nanoTime() - start) / 1e9,
            new CpuShares().add(CpuPart.BARE_LOOP, CpuMeter.ownMicros() - cpuBefore));
    stopped = true;
    for (Thread loop : loops) {
      loop.join();
    }
    out.printf("bare OpenCV loop, %d threads: %.0f frames/s%n", threads, result.framesPerSecond());
    out.flush();
    return result;
  }

  private void loop(Chain chain) {
    FilterCatalogue filters = FilterCatalogue.load(BareLoop.class.getClassLoader());
    ChainValidator validator = new ChainValidator(filters.definitions());
    try (ImageCodec codec = new ImageCodec();
        CpuEngine engine = new CpuEngine(filters);
        Program program = engine.compile(validator.validate(chain))) {
      for (long i = 0; !stopped; i++) {
        ByteString image = UnsafeByteOperations.unsafeWrap(frames.jpeg(i));
        Mat pixels = codec.decode(Encoding.JPEG, 0, 0, image, ImageLimits.DEFAULT);
        program.run(List.of(pixels), new Encode(codec));
        done.increment();
      }
    }
  }

  private record Encode(ImageCodec codec) implements Program.Results {

    @Override
    public void done(int index, Filtered result) {
      codec.encode(result.image(), Output.DEFAULT);
    }

    @Override
    public void failed(int index, DarkroomException failure) {
      throw failure;
    }
  }
}
