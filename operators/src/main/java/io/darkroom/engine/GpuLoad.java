package io.darkroom.engine;

/**
 * The load of a GPU by all processes; NaN for values that are unknown.
 *
 * @param uuid as in {@link Engine#accelerator}, without the prefix
 * @param utilization percent of the time during which a kernel was running
 * @param memoryUsed bytes
 * @param memoryTotal bytes
 * @param temperature degrees Celsius
 * @param power watts
 * @param powerLimit watts
 */
public record GpuLoad(
    String name,
    String uuid,
    double utilization,
    double memoryUsed,
    double memoryTotal,
    double temperature,
    double power,
    double powerLimit) {}
