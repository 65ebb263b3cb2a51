package io.darkroom.cuda.device;

/**
 * A sample of a GPU's load; NaN for values that NVML does not report. For a MIG instance,
 * temperature and power are those of the whole GPU.
 *
 * @param utilization percent of the time during which a kernel was running
 * @param memoryUsed bytes, by all processes
 * @param memoryTotal bytes
 * @param temperature degrees Celsius
 * @param power watts
 */
public record GpuSample(
    double utilization, double memoryUsed, double memoryTotal, double temperature, double power) {

  static final GpuSample UNKNOWN =
      new GpuSample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
