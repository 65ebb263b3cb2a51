package io.darkroom.filter;

import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.kernel.KernelForm;
import java.util.List;
import java.util.Optional;

/**
 * A named image operation; found by {@link java.util.ServiceLoader}. Immutable and safe for any
 * thread: what belongs to one thread is its {@link CpuForm}.
 *
 * <p>A filter says what it does either as {@link #points}, where each pixel is changed by itself,
 * and then runs everywhere; or as {@link #cpu} and, for a GPU, {@link #kernels}.
 */
public interface Filter {

  /** Of a filter that does not say how long it takes, in ns for each pixel. */
  double UNKNOWN_NANOS = 50;

  /** Of a filter that says nothing of its memory, in bytes for each pixel: four pictures. */
  double UNKNOWN_SCRATCH = 12;

  /** What the filter is called and takes; the same at every call. */
  FilterDefinition definition();

  /**
   * Checks what no single parameter can say, such as two that contradict each other. Called when a
   * chain is compiled, never per frame.
   *
   * @throws IllegalArgumentException of the form {@code what: value (expected: ...). Mend.}
   */
  default void check(Arguments arguments) {}

  /**
   * What happens to each pixel, one operation after the other, where neither its neighbours nor its
   * place nor other frames matter. Engines compose the operations of consecutive filters.
   *
   * @return empty where more than the pixel itself matters
   */
  default List<PointOperation> points(Arguments arguments) {
    return List.of();
  }

  /**
   * Prepares the filter for one chain; by its {@link #points}, unless it has a faster way: tables
   * and weights are made here, not per frame.
   *
   * @param arguments complete, typed, and accepted by {@link #check}
   * @return a form that the caller closes
   */
  default CpuForm cpu(Arguments arguments) {
    return PointOperation.form(points(arguments));
  }

  /**
   * The kernels that equal {@link #cpu}, byte for byte or within the definition's tolerance.
   *
   * @return empty where there are none, or {@link #points} says it all
   */
  default Optional<KernelForm> kernels(Arguments arguments) {
    return Optional.empty();
  }

  /**
   * How long the CPU takes for a colour pixel, in ns, on one core; roughly, but not less than a
   * third of what it does take. A chain is refused by the sum before it runs. Counts for each pixel
   * of the picture given or the picture made, whichever is larger.
   */
  default double nanosPerPixel(Arguments arguments) {
    return UNKNOWN_NANOS;
  }

  /**
   * What {@link #cpu} holds for a colour pixel at a time, in bytes, beside the picture given and
   * the picture made and beside its model; the models and the scratch of {@link #kernels} count in
   * any case. A picture is refused by the sum before it is decoded.
   */
  default double scratchPerPixel(Arguments arguments) {
    return kernels(arguments).isPresent() ? 0 : UNKNOWN_SCRATCH;
  }

  /** How many frames of a stream a stateful filter needs before its results are as meant. */
  default int framesToWarmUp(Arguments arguments) {
    return 0;
  }
}
