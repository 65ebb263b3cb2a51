package io.darkroom.kernel;

/**
 * Describes a filter with fixed arguments as kernel launches for a GPU. The kernels are in the PTX
 * module named after the filter: the resource {@code /io/darkroom/kernels/<filter id>.ptx}.
 */
@FunctionalInterface
public interface KernelForm {

  /**
   * Returns the passes for pictures of a shape; called once per shape, never per frame.
   *
   * @throws RuntimeException if pictures of this shape cannot be filtered, as the CPU form does
   */
  KernelPlan plan(Shape source);
}
