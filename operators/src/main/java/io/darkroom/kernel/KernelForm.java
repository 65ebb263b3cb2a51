package io.darkroom.kernel;

/**
 * A filter with its arguments, as data for a GPU. Its kernels are in the PTX module that is named
 * as the filter is: the resource {@code /io/darkroom/kernels/<filter id>.ptx}.
 */
@FunctionalInterface
public interface KernelForm {

  /**
   * The passes for pictures of a shape; asked for once per shape, never per frame.
   *
   * @throws RuntimeException where pictures of this shape cannot be filtered, as the CPU form would
   */
  KernelPlan plan(Shape source);
}
