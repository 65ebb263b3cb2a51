package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.filters.FilterRun;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Output;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many frames a task accepts while its codec threads are blocked. */
class BackpressureTest {

  private static final int FRAMES = 12;
  private static final Assignment INVERT =
      new Assignment(
          "p", "", "", "", 1, Chain.parse("invert"), Accelerator.AUTO, Output.DEFAULT, true);

  private final MemoryAccount memory = new MemoryAccount(1L << 30);
  private final CpuEngine engine = new CpuEngine(FilterRun.CATALOGUE);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Long> offsets = new ArrayList<>();
  private FrameProcessor processor;

  @AfterEach
  void close() {
    release.countDown();
    processor.close();
    engine.close();
  }

  private void open(int threads) {
    CodecThreads codecs = new CodecThreads(threads, "test", () -> {});
    processor =
        Processors.of(
            engine,
            FilterRun.CATALOGUE,
            codecs,
            memory,
            System::nanoTime,
            new Processors.Always(INVERT));
    for (int i = 0; i < threads; i++) {
      codecs.submit(codec -> block());
    }
  }

  private Void block() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private final FrameProcessor.Sink sink =
      new FrameProcessor.Sink() {
        @Override
        public void processed(Frame result, FrameRecord source, String key) {
          offsets.add(result.processing().orElseThrow().source().offset());
        }

        @Override
        public void rejected(Reject reject, OptionalInt answerPartition, TraceContext trace) {
          throw new IllegalStateException(reject.message());
        }
      };

  /** Processes all frames on a thread like a task's, {@code bundle} at a time. */
  private Thread processAll(int bundle, int width, int height) {
    Thread task =
        new Thread(
            () -> {
              for (int first = 0; first < FRAMES; first += bundle) {
                processor.process(
                    LongStream.range(first, first + bundle)
                        .mapToObj(offset -> TestImages.grey(offset, width, height))
                        .toList(),
                    sink);
                accepted.addAndGet(bundle);
              }
              processor.finish(sink);
            });
    task.start();
    return task;
  }

  private void assertAcceptsAtMost(int most, Thread task) throws InterruptedException {
    await().until(() -> task.getState() == Thread.State.WAITING);
    assertThat(accepted).hasValue(most);
    release.countDown();
    task.join();
    assertThat(offsets).containsExactlyElementsOf(LongStream.range(0, FRAMES).boxed().toList());
  }

  @Test
  void acceptsTwoFramesPerThreadAndOneMore() throws Exception {
    open(2);
    assertAcceptsAtMost(5, processAll(1, 20, 10));
  }

  @Test
  void acceptsTwoLargeBundles() throws Exception {
    open(1);
    assertAcceptsAtMost(8, processAll(4, 20, 10));
  }

  @Test
  void acceptsFewerLargeFrames() throws Exception {
    open(8);
    assertAcceptsAtMost(7, processAll(1, 5000, 2000));
  }

  @Test
  void acceptsFewerFramesIfMemoryIsShort() throws Exception {
    memory.book(MemoryAccount.Kind.MODELS, memory.limit() - (110 << 20));
    open(8);
    assertAcceptsAtMost(3, processAll(1, 5000, 2000));
  }
}
