package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.darkroom.image.ImageCodec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecThreadsTest {

  private final AtomicInteger woken = new AtomicInteger();

  private CodecThreads threads(int count) {
    return new CodecThreads(count, "test", woken::incrementAndGet);
  }

  @Test
  void runsAJobOnTheSubmittingThreadWithoutThreads() {
    try (CodecThreads threads = threads(0)) {
      Future<Thread> job = threads.submit(codec -> Thread.currentThread());
      assertThat(job).isDone();
      assertThat(CodecThreads.await(job)).isSameAs(Thread.currentThread());
    }
    assertThat(woken).hasValue(0);
  }

  @Test
  void givesConcurrentJobsSeparateCodecs() {
    Set<ImageCodec> codecs = ConcurrentHashMap.newKeySet();
    CyclicBarrier together = new CyclicBarrier(3);
    Function<ImageCodec, Boolean> job =
        codec -> {
          codecs.add(codec);
          meet(together);
          return true;
        };
    try (CodecThreads threads = threads(2)) {
      Future<Boolean> first = threads.submit(job);
      Future<Boolean> second = threads.submit(job);
      threads.here(job);
      CodecThreads.await(first);
      CodecThreads.await(second);
    }
    assertThat(codecs).hasSize(3);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void inheritsTheIdleSchedulingOfATask() throws Exception {
    AtomicBoolean behind = new AtomicBoolean();
    Thread task =
        new Thread(
            () -> {
              try (CodecThreads threads = threads(1)) {
                IdleScheduling.enter();
                behind.set(CodecThreads.await(threads.submit(c -> IdleScheduling.entered())));
              }
            });
    task.start();
    task.join();
    assertThat(behind).isTrue();
    assertThat(IdleScheduling.entered()).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1} cores, {2} slots")
  @CsvSource({
    "-1, 2, 1, 2",
    "-1, 16, 4, 4",
    "-1, 2, 8, 1",
    "-1, 128, 1, 32",
    "0, 16, 1, 0",
    "5, 2, 1, 5"
  })
  void givesASlotItsShareOfTheCoresUnlessConfigured(int given, int cores, int slots, int threads) {
    OperatorOptions options = OperatorOptions.DEFAULT.withCodecThreads(given);
    assertThat(options.codecThreads(cores, slots)).isEqualTo(threads);
  }

  @Test
  void wakesTheTaskAfterEachJob() {
    try (CodecThreads threads = threads(1)) {
      threads.submit(codec -> 1);
      threads.submit(
          codec -> {
            throw new IllegalStateException("fails");
          });
      await().until(() -> woken.get() == 2);
    }
  }

  @Test
  void rethrowsTheFailureOfAJob() {
    try (CodecThreads threads = threads(1)) {
      Future<Void> job =
          threads.submit(
              codec -> {
                throw new UnknownError("of the JVM");
              });
      assertThatThrownBy(() -> CodecThreads.await(job)).isInstanceOf(UnknownError.class);
    }
  }

  @Test
  void waitsForRunningJobsWhenItCloses() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    CodecThreads threads = threads(1);
    threads.submit(
        codec -> {
          started.countDown();
          awaitUninterruptibly(release);
          ended.set(true);
          return null;
        });
    started.await();
    Thread closer =
        new Thread(
            () -> {
              threads.close();
              assertThat(ended).isTrue();
            });
    closer.start();
    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    release.countDown();
    closer.join();
    assertThat(ended).isTrue();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }
}
