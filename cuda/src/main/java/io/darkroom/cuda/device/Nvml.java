package io.darkroom.cuda.device;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the load of one GPU by NVIDIA's management library; unknown if the library is missing. */
final class Nvml implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Nvml.class);
  private static final String LIBRARY = "darkroom.cuda.nvml";
  private static final int CORE_TEMPERATURE = 0;

  /** Functions of nvml.h; each returns 0 on success. */
  interface Functions extends Library {
    int nvmlInit_v2();

    int nvmlShutdown();

    int nvmlDeviceGetHandleByUUID(String uuid, PointerByReference device);

    int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(Pointer instance, PointerByReference gpu);

    int nvmlDeviceGetUtilizationRates(Pointer device, int[] gpuAndMemory);

    int nvmlDeviceGetMemoryInfo(Pointer device, long[] totalFreeUsed);

    int nvmlDeviceGetTemperature(Pointer device, int sensor, int[] celsius);

    int nvmlDeviceGetPowerUsage(Pointer device, int[] milliwatts);

    int nvmlDeviceGetEnforcedPowerLimit(Pointer device, int[] milliwatts);
  }

  /** A function that reads one value of a device. */
  private interface Query {
    int read(Pointer device, int[] answer);
  }

  private final Functions nvml;
  private final Pointer device;
  private final Pointer gpu;

  /**
   * @param device null if NVML does not know it
   * @param gpu the GPU that a MIG instance is part of; otherwise the same as {@code device}
   */
  private Nvml(Functions nvml, Pointer device, Pointer gpu) {
    this.nvml = nvml;
    this.device = device;
    this.gpu = gpu;
  }

  static Nvml open(DeviceUuid uuid) {
    try {
      String library = System.getProperty(LIBRARY, "libnvidia-ml.so.1");
      return open(Native.load(library, Functions.class), uuid);
    } catch (LinkageError e) {
      LOG.info("no NVML, so the GPU's load is unknown: {}", e.getMessage());
      return new Nvml(null, null, null);
    }
  }

  private static Nvml open(Functions nvml, DeviceUuid uuid) {
    if (nvml.nvmlInit_v2() != 0) {
      return new Nvml(null, null, null);
    }
    for (DeviceUuid name : List.of(uuid, uuid.otherwise())) {
      PointerByReference found = new PointerByReference();
      if (nvml.nvmlDeviceGetHandleByUUID(name.toString(), found) == 0) {
        Pointer device = found.getValue();
        return new Nvml(nvml, device, name.migInstance() ? whole(nvml, device) : device);
      }
    }
    return new Nvml(nvml, null, null);
  }

  /** Returns the GPU of a MIG instance; null if NVML does not report it or is older than MIG. */
  private static Pointer whole(Functions nvml, Pointer instance) {
    try {
      PointerByReference gpu = new PointerByReference();
      int code = nvml.nvmlDeviceGetDeviceHandleFromMigDeviceHandle(instance, gpu);
      return code == 0 ? gpu.getValue() : null;
    } catch (LinkageError e) {
      return null;
    }
  }

  /** Load and memory are the device's own; temperature and power exist only for whole GPUs. */
  GpuSample sample() {
    if (device == null) {
      return GpuSample.UNKNOWN;
    }
    long[] memory = new long[3];
    boolean memoryKnown = nvml.nvmlDeviceGetMemoryInfo(device, memory) == 0;
    return new GpuSample(
        answer(device, nvml::nvmlDeviceGetUtilizationRates),
        memoryKnown ? memory[2] : Double.NaN,
        memoryKnown ? memory[0] : Double.NaN,
        answer(gpu, (of, celsius) -> nvml.nvmlDeviceGetTemperature(of, CORE_TEMPERATURE, celsius)),
        answer(gpu, nvml::nvmlDeviceGetPowerUsage) / 1000,
        answer(gpu, nvml::nvmlDeviceGetEnforcedPowerLimit) / 1000);
  }

  /** Returns NaN if NVML does not report the value, such as the load of a MIG instance. */
  private static double answer(Pointer device, Query query) {
    int[] answer = new int[2];
    return device != null && query.read(device, answer) == 0 ? answer[0] : Double.NaN;
  }

  @Override
  public void close() {
    if (nvml != null) {
      nvml.nvmlShutdown();
    }
  }
}
