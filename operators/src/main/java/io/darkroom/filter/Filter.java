package io.darkroom.filter;

import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.kernel.KernelForm;
import java.util.List;
import java.util.Optional;

/**
 * A named image operation; discovered by {@link java.util.ServiceLoader}. Immutable and
 * thread-safe: state that belongs to one thread lives in its {@link CpuForm}.
 *
 * <p>A filter that changes each pixel independently implements {@link #points} and runs on every
 * engine. Any other filter implements {@link #cpu} and, to run on a GPU, {@link #kernels}.
 */
public interface Filter {

  /** The assumed time per pixel, in ns, of a filter without an estimate. */
  double UNKNOWN_NANOS = 50;

  /**
   * The assumed memory per pixel, in bytes, of a filter without an estimate: four colour pictures.
   */
  double UNKNOWN_SCRATCH = 12;

  /** Returns the filter's id, texts and parameters; the same at every call. */
  FilterDefinition definition();

  /**
   * Checks combinations of parameters, such as two that contradict each other. Called when a chain
   * is compiled, never per frame.
   *
   * @throws IllegalArgumentException with a message of the form {@code what: value (expected: ...).
   *     How to fix it.}
   */
  default void check(Arguments arguments) {}

  /**
   * Returns the operations on each pixel, in order, if its result depends neither on its
   * neighbours, nor on its position, nor on other frames. Engines compose the operations of
   * consecutive filters.
   *
   * @return empty if the result depends on more than the pixel itself
   */
  default List<PointOperation> points(Arguments arguments) {
    return List.of();
  }

  /**
   * Prepares the filter for one chain: compute tables and weights here, not per frame. By default
   * the form runs {@link #points}.
   *
   * @param arguments complete, typed, and accepted by {@link #check}
   * @return a form that the caller closes
   */
  default CpuForm cpu(Arguments arguments) {
    return PointOperation.form(points(arguments));
  }

  /**
   * Returns kernels with the same results as {@link #cpu}, byte for byte or within the definition's
   * tolerance.
   *
   * @return empty if the filter has none, or if {@link #points} describes it completely
   */
  default Optional<KernelForm> kernels(Arguments arguments) {
    return Optional.empty();
  }

  /**
   * Estimates the time per colour pixel on one CPU core, in ns. The estimate may be rough, but not
   * less than a third of the real time. It applies to each pixel of the input or the output,
   * whichever is larger. A chain whose estimates add up to too much is refused before it runs.
   */
  default double nanosPerPixel(Arguments arguments) {
    return UNKNOWN_NANOS;
  }

  /**
   * Estimates the bytes per colour pixel that {@link #cpu} holds in addition to input, output and
   * model. Models and scratch buffers that {@link #kernels} declares are always counted. A picture
   * whose chain needs too much memory is refused before it is decoded.
   */
  default double scratchPerPixel(Arguments arguments) {
    return kernels(arguments).isPresent() ? 0 : UNKNOWN_SCRATCH;
  }

  /**
   * Returns how many frames of a stream a stateful filter needs before its results are reliable.
   */
  default int framesToWarmUp(Arguments arguments) {
    return 0;
  }
}
