package io.darkroom.cuda.device;

/**
 * How a GPU was doing at a moment; NaN where NVML does not tell. Of a MIG instance, temperature and
 * power are those of the whole GPU.
 *
 * @param utilization percent of the time in which some kernel ran
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
