package io.darkroom.cuda.device;

import java.util.concurrent.atomic.AtomicBoolean;

/** Samples one GPU by NVML, at most once per second. Thread-safe. */
final class GpuSampler {

  private static final long KEPT_NANOS = 1_000_000_000;
  private static final long STALE_NANOS = 10 * KEPT_NANOS;

  private record Sampled(GpuSample sample, long atNanos) {}

  private final DeviceUuid uuid;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile Sampled last;
  private Nvml nvml;

  GpuSampler(DeviceUuid uuid) {
    this.uuid = uuid;
  }

  /** Takes a sample on the caller's thread, unless the last one is new enough. */
  synchronized GpuSample sample() {
    if (last == null || ageNanos(last) >= KEPT_NANOS) {
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
   * Takes a sample on another thread, unless that is being done.
   *
   * @param sampling takes it
   */
  void refresh(Runnable sampling) {
    if (refreshing.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> refreshed(sampling), "darkroom-gpu-sample");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void refreshed(Runnable sampling) {
    try {
      sampling.run();
    } finally {
      refreshing.set(false);
    }
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
