package io.darkroom.gateway.media;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which a gateway converts pictures for watchers, one for each core. They end when
 * they have nothing to do. Each watcher has at most one task in their queue.
 */
public final class PictureThreads {

  private static final long IDLE_SECONDS = 10;

  private PictureThreads() {}

  public static Executor open() {
    int threads = Runtime.getRuntime().availableProcessors();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            PictureThreads::thread);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "darkroom-pictures");
    thread.setDaemon(true);
    return thread;
  }
}
