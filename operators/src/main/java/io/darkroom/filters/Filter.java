package io.darkroom.filters;

import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;

/**
 * A named image operation; found by {@link java.util.ServiceLoader}. Immutable and safe for any
 * thread: what belongs to one thread is its {@link CpuForm}.
 */
public interface Filter {

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
   * Prepares the filter for one chain: tables and weights are made here, not per frame.
   *
   * @param arguments complete, typed, and accepted by {@link #check}
   * @return a form that the caller closes
   */
  CpuForm cpu(Arguments arguments);
}
