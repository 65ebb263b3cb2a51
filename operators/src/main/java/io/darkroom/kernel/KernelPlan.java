package io.darkroom.kernel;

import java.util.List;

/**
 * The kernel launches of a filter for pictures of one shape.
 *
 * @param output the shape of the result
 * @param passes run in order; each sees the writes of those before
 */
public record KernelPlan(Shape output, List<Pass> passes) {

  public KernelPlan {
    passes = List.copyOf(passes);
  }

  public static KernelPlan of(Shape output, Pass... passes) {
    return new KernelPlan(output, List.of(passes));
  }
}
