package io.darkroom.cuda.device;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** NVIDIA's management library, for one GPU; where it is missing, nothing is known. */
final class Nvml implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Nvml.class);
  private static final String LIBRARY = "darkroom.cuda.nvml";
  private static final int CORE_TEMPERATURE = 0;

  /** As nvml.h has them; each returns 0 where all is well. */
  interface Functions extends Library {
    int nvmlInit_v2();

    int nvmlShutdown();

    int nvmlDeviceGetHandleByUUID(String uuid, PointerByReference device);

    int nvmlDeviceGetUtilizationRates(Pointer device, int[] gpuAndMemory);

    int nvmlDeviceGetMemoryInfo(Pointer device, long[] totalFreeUsed);

    int nvmlDeviceGetTemperature(Pointer device, int sensor, int[] celsius);

    int nvmlDeviceGetPowerUsage(Pointer device, int[] milliwatts);
  }

  private final Functions nvml;
  private final Pointer device;

  private Nvml(Functions nvml, Pointer device) {
    this.nvml = nvml;
    this.device = device;
  }

  static Nvml open(UUID uuid) {
    try {
      String library = System.getProperty(LIBRARY, "libnvidia-ml.so.1");
      return open(Native.load(library, Functions.class), uuid);
    } catch (LinkageError e) {
      LOG.info("no NVML, so nothing is known of the GPU's load: {}", e.getMessage());
      return new Nvml(null, null);
    }
  }

  private static Nvml open(Functions nvml, UUID uuid) {
    if (nvml.nvmlInit_v2() != 0) {
      return new Nvml(null, null);
    }
    PointerByReference device = new PointerByReference();
    int code = nvml.nvmlDeviceGetHandleByUUID("GPU-" + uuid, device);
    return new Nvml(nvml, code == 0 ? device.getValue() : null);
  }

  GpuSample sample() {
    if (device == null) {
      return GpuSample.UNKNOWN;
    }
    int[] rates = new int[2];
    long[] memory = new long[3];
    int[] celsius = new int[1];
    int[] milliwatts = new int[1];
    boolean ratesKnown = nvml.nvmlDeviceGetUtilizationRates(device, rates) == 0;
    boolean memoryKnown = nvml.nvmlDeviceGetMemoryInfo(device, memory) == 0;
    boolean heatKnown = nvml.nvmlDeviceGetTemperature(device, CORE_TEMPERATURE, celsius) == 0;
    boolean powerKnown = nvml.nvmlDeviceGetPowerUsage(device, milliwatts) == 0;
    return new GpuSample(
        ratesKnown ? rates[0] : Double.NaN,
        memoryKnown ? memory[2] : Double.NaN,
        memoryKnown ? memory[0] : Double.NaN,
        heatKnown ? celsius[0] : Double.NaN,
        powerKnown ? milliwatts[0] / 1000.0 : Double.NaN);
  }

  @Override
  public void close() {
    if (nvml != null) {
      nvml.nvmlShutdown();
    }
  }
}
