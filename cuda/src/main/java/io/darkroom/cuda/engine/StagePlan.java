package io.darkroom.cuda.engine;

import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.function.Supplier;

/**
 * Consecutive filters of a chain that are launched together, for pictures of one shape.
 *
 * @param first filter of the chain
 * @param end of the filters, not included
 * @param ptx text of the module
 */
record StagePlan(
    int first,
    int end,
    String module,
    Supplier<byte[]> ptx,
    Shape source,
    Shape target,
    List<Pass> passes) {

  /** What its passes share, each once. */
  List<Scratch> scratches() {
    return passes.stream()
        .flatMap(pass -> pass.arguments().stream())
        .filter(Scratch.class::isInstance)
        .map(Scratch.class::cast)
        .distinct()
        .toList();
  }

  /** Takes the time of all its filters; each is given an even share. */
  void share(long nanos, long[] filterNanos) {
    for (int i = first; i < end; i++) {
      filterNanos[i] = nanos / (end - first);
    }
  }
}
