package io.darkroom.cuda.device;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Samples one GPU by NVML, at most once per second. Thread-safe. */
final class GpuSampler {

  private static final long KEPT_NANOS = 1_000_000_000;
  private static final long STALE_NANOS = 10 * KEPT_NANOS;

  /** How long the thread waits for work before it ends. */
  private static final int IDLE_SECONDS = 10;

  private record Sampled(GpuSample sample, long atNanos) {}

  private final DeviceUuid uuid;
  private final ExecutorService refreshes = oneThread();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile Sampled last;
  private Nvml nvml;

  GpuSampler(DeviceUuid uuid) {
    this.uuid = uuid;
  }

  /** Its thread ends by itself, so there is nothing to close. */
  private static ExecutorService oneThread() {
    return new ThreadPoolExecutor(
        0, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), GpuSampler::thread);
  }

  /** Does not hold the class loader of the job whose task is the caller. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "darkroom-gpu-sample");
    thread.setDaemon(true);
    thread.setContextClassLoader(GpuSampler.class.getClassLoader());
    return thread;
  }

  /** Takes a sample on the caller's thread, unless the last one is new enough. */
  synchronized GpuSample sample() {
    if (!isNew(last)) {
      last = new Sampled(read(), System.nanoTime());
    }
    return last.sample();
  }

  /** Returns the last sample without waiting for NVML; unknown if it is older than 10 s. */
  GpuSample last() {
    Sampled taken = last;
    return taken == null || ageNanos(taken) >= STALE_NANOS ? GpuSample.UNKNOWN : taken.sample();
  }

  /**
   * Takes a sample on another thread, unless that is being done or the last one is new enough.
   *
   * @param sampling takes it
   */
  void refresh(Runnable sampling) {
    if (!isNew(last) && refreshing.compareAndSet(false, true)) {
      refreshes.execute(() -> refreshed(sampling));
    }
  }

  private void refreshed(Runnable sampling) {
    try {
      sampling.run();
    } finally {
      refreshing.set(false);
    }
  }

  private static boolean isNew(Sampled taken) {
    return taken != null && ageNanos(taken) < KEPT_NANOS;
  }

  private static long ageNanos(Sampled taken) {
    return System.nanoTime() - taken.atNanos();
  }

  private GpuSample read() {
    if (nvml == null) {
      nvml = Nvml.open(uuid);
    }
    return nvml.sample();
  }

  synchronized void close() {
    if (nvml != null) {
      nvml.close();
      nvml = null;
    }
    last = null;
  }
}
