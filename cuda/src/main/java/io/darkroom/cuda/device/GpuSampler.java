package io.darkroom.cuda.device;

/** Asks NVML about one GPU, once a second at most, on the thread of whoever wants to know. */
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
      last = ask();
    }
    return last;
  }

  private GpuSample ask() {
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
