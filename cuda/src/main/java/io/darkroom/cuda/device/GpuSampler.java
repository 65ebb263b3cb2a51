package io.darkroom.cuda.device;

/** Samples one GPU by NVML on the caller's thread, at most once per second. */
final class GpuSampler {

  private static final long KEPT_NANOS = 1_000_000_000;

  private final DeviceUuid uuid;
  private GpuSample last = GpuSample.UNKNOWN;
  private long sampledAt;
  private boolean sampled;
  private Nvml nvml;

  GpuSampler(DeviceUuid uuid) {
    this.uuid = uuid;
  }

  synchronized GpuSample sample() {
    if (!sampled || System.nanoTime() - sampledAt >= KEPT_NANOS) {
      sampled = true;
      sampledAt = System.nanoTime();
      last = read();
    }
    return last;
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
    sampled = false;
  }
}
