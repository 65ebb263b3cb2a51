package io.darkroom.kernel;

import java.util.List;

/**
 * How a filter runs on a GPU for pictures of one shape.
 *
 * @param output the shape of what it makes
 * @param passes run one after the other; the writes of one are seen by the next
 */
public record KernelPlan(Shape output, List<Pass> passes) {

  public KernelPlan {
    passes = List.copyOf(passes);
  }

  public static KernelPlan of(Shape output, Pass... passes) {
    return new KernelPlan(output, List.of(passes));
  }
}
