package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.Program;
import io.darkroom.filters.FilterRun;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Output;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task whose engine works on several bundles at a time, as a GPU does. */
class AsynchronousEngineTest {

  private static final Assignment INVERT =
      new Assignment(
          "p", "", "", "", 1, Chain.parse("invert"), Accelerator.AUTO, Output.DEFAULT, true);

  private final List<String> events = new ArrayList<>();
  private final CodecThreads codecs = new CodecThreads(1, "test", () -> {});
  private final LateEngine engine = new LateEngine();
  private final FrameProcessor processor =
      Processors.of(
          engine,
          FilterRun.CATALOGUE,
          codecs,
          new MemoryAccount(1L << 30),
          System::nanoTime,
          new Processors.Always(INVERT));
  private int failing = -1;

  /** Does nothing until the task waits for it. */
  private final class LateEngine implements Engine {
    private final CpuEngine cpu = new CpuEngine(FilterRun.CATALOGUE);

    @Override
    public String accelerator() {
      return "late";
    }

    @Override
    public Program compile(List<ValidStep> steps) {
      return new LateProgram(cpu.compile(steps));
    }

    @Override
    public void close() {
      cpu.close();
    }
  }

  private final class LateProgram implements Program {
    private final Program program;
    private int started;

    LateProgram(Program program) {
      this.program = program;
    }

    @Override
    public void run(List<Mat> images, Results results) {
      throw new AssertionError("not called");
    }

    @Override
    public Running start(List<Mat> images, Results results) {
      int number = started++;
      events.add("start " + number);
      return () -> {
        events.add("finish " + number);
        if (number == failing) {
          throw new IllegalStateException("broken");
        }
        program.run(images, results);
      };
    }

    @Override
    public void close() {
      program.close();
    }
  }

  private final FrameProcessor.Sink sink =
      new FrameProcessor.Sink() {
        @Override
        public void processed(Frame result, FrameRecord source, String key) {
          events.add("result " + result.sequence());
        }

        @Override
        public void rejected(Reject reject, OptionalInt answerPartition, TraceContext trace) {
          events.add("reject " + reject.source().offset());
        }
      };

  @AfterEach
  void close() {
    processor.close();
    engine.close();
  }

  /** When this returns, all are decoded, but the task has not continued with any. */
  private void decodeThree() {
    CountDownLatch release = new CountDownLatch(1);
    codecs.submit(codec -> block(release));
    for (int i = 0; i < 3; i++) {
      processor.process(List.of(TestImages.grey(i, 20, 10)), sink);
    }
    assertThat(events).isEmpty();
    release.countDown();
    CodecThreads.await(codecs.submit(codec -> true));
  }

  private static Void block(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  @Test
  void startsTheNextBundlesBeforeItWaitsForTheEngine() {
    decodeThree();
    processor.advance(sink);
    assertThat(events)
        .filteredOn(event -> !event.startsWith("result"))
        .containsExactly("start 0", "start 1", "start 2", "finish 0", "finish 1", "finish 2");
    processor.finish(sink);
    assertThat(events)
        .filteredOn(event -> event.startsWith("result"))
        .containsExactly("result 0", "result 1", "result 2");
  }

  @Test
  void leavesNoBundleInTheEngineAfterItFinishes() {
    decodeThree();
    processor.finish(sink);
    assertThat(processor.inFlight()).isZero();
    assertThat(events).contains("result 0", "result 1", "result 2");
  }

  @Test
  void rejectsABundleThatFailsInTheEngineAndEmitsTheOthers() {
    failing = 1;
    decodeThree();
    processor.finish(sink);
    assertThat(events)
        .filteredOn(event -> event.startsWith("re"))
        .containsExactly("result 0", "reject 1", "result 2");
  }
}
