package io.darkroom.cuda.device;

/**
 * A sample of a GPU's load; NaN for values that NVML does not report. For a MIG instance,
 * temperature, power and its limit are those of the whole GPU.
 *
 * @param utilization percent of the time during which a kernel was running
 * @param memoryUsed bytes, by all processes
 * @param memoryTotal bytes
 * @param temperature degrees Celsius
 * @param power watts
 * @param powerLimit watts above which the driver slows the GPU down
 */
public record GpuSample(
    double utilization,
    double memoryUsed,
    double memoryTotal,
    double temperature,
    double power,
    double powerLimit) {

  static final GpuSample UNKNOWN =
      new GpuSample(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
