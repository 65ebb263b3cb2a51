package io.darkroom.operator;

import java.io.Serializable;
import java.time.Duration;

/**
 * The limits of one task.
 *
 * @param memoryBytes estimated native memory for pictures, models and the work of chains
 * @param frameCost longest estimated CPU time of a chain for one frame
 * @param pipelines that it knows at the same time
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
