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
 * The threads that decode and encode for one task, first come first served. A codec serves one job
 * at a time; there is one for each thread, and one for the task's own thread. Without threads each
 * job runs where it is submitted.
 */
final class CodecThreads implements AutoCloseable {

  private final int count;
  private final Runnable wake;
  private final Deque<ImageCodec> idle = new ConcurrentLinkedDeque<>();
  private final ThreadPoolExecutor threads;

  /**
   * Starts no thread before the first job. Threads are scheduled like the thread that submits.
   *
   * @param wake called on a thread of the pool whenever a job is done; not called without threads
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

  /** Runs a job behind those that were submitted before. The caller bounds their number. */
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

  /** Runs a job on the caller's thread; only the task's thread may ask for it. */
  <T> T here(Function<ImageCodec, T> job) {
    ImageCodec codec = idle.pop();
    try {
      return job.apply(codec);
    } finally {
      idle.push(codec);
    }
  }

  /** What a job gave; a failure of the job is thrown here. */
  static <T> T await(Future<T> job) {
    try {
      return job.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("codec: interrupted (expected: to wait). The task ends.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives the memory of the codecs back; every job is done. */
  void trim() {
    idle.forEach(ImageCodec::trim);
  }

  /** Waits for the jobs that run, since they use native memory; drops the others. */
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
