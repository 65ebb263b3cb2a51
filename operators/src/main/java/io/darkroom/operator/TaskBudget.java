package io.darkroom.operator;

import java.io.Serializable;
import java.time.Duration;

/**
 * What one task may take, whatever it is asked for.
 *
 * @param memoryBytes of native memory for pictures, models and what chains work in, as estimated
 * @param frameCost how long a chain may take for one frame, as estimated for the CPU
 * @param pipelines that it knows at a time
 */
public record TaskBudget(long memoryBytes, Duration frameCost, int pipelines)
    implements Serializable {

  public static final TaskBudget DEFAULT = new TaskBudget(1L << 30, Duration.ofSeconds(5), 10_000);

  public TaskBudget withMemory(long bytes) {
    return new TaskBudget(bytes, frameCost, pipelines);
  }

  public TaskBudget withFrameCost(Duration most) {
    return new TaskBudget(memoryBytes, most, pipelines);
  }

  public TaskBudget withPipelines(int most) {
    return new TaskBudget(memoryBytes, frameCost, most);
  }
}
