package io.darkroom.operator;

import io.darkroom.image.ImageCodec;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The threads that decode and encode for one task, first come, first served. Each codec serves one
 * job at a time; there is one codec for each thread, and one for the task's own thread. Without
 * threads, each job runs on the thread that submits it.
 */
final class CodecThreads implements AutoCloseable {

  private final int count;
  private final Runnable wake;
  private final Deque<ImageCodec> idle = new ConcurrentLinkedDeque<>();
  private final ThreadPoolExecutor threads;

  /**
   * Starts no thread before the first job. Threads inherit the scheduling of the thread that
   * submits.
   *
   * @param wake called on a thread of the pool after each job; not called without threads
   */
  CodecThreads(int count, String name, Runnable wake) {
    this.count = count;
    this.wake = wake;
    for (int i = 0; i <= count; i++) {
      idle.push(new ImageCodec());
    }
    threads =
        new ThreadPoolExecutor(
            count,
            Math.max(1, count),
            0,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            job -> thread(job, name));
  }

  private static Thread thread(Runnable job, String name) {
    Thread thread = new Thread(job, "codec of " + name);
    thread.setDaemon(true);
    return thread;
  }

  int count() {
    return count;
  }

  /** Runs a job after those that were submitted before. The caller limits their number. */
  <T> Future<T> submit(Function<ImageCodec, T> job) {
    FutureTask<T> task = new FutureTask<>(() -> here(job));
    if (count == 0) {
      task.run();
      return task;
    }
    threads.execute(
        () -> {
          task.run();
          wake.run();
        });
    return task;
  }

  /** Runs a job on the caller's thread; only the task's thread may call it. */
  <T> T here(Function<ImageCodec, T> job) {
    ImageCodec codec = idle.pop();
    try {
      return job.apply(codec);
    } finally {
      idle.push(codec);
    }
  }

  /** Waits for the result of a job; rethrows its failure. */
  static <T> T await(Future<T> job) {
    try {
      return job.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "codec: interrupted (expected: the end of a job). The task ends.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Releases the memory of the codecs; all jobs must be done. */
  void trim() {
    idle.forEach(ImageCodec::trim);
  }

  /** Waits for running jobs, because they use native memory; drops the others. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    idle.forEach(ImageCodec::close);
  }
}
