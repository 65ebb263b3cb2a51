package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.ModuleCode;
import io.darkroom.engine.Fusion;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.function.Supplier;

/**
 * Consecutive filters of a chain that are launched together, for pictures of one shape.
 *
 * @param covers which filters of the chain
 * @param code of the module
 */
record StagePlan(
    Fusion.Stage covers,
    String module,
    Supplier<ModuleCode> code,
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
}
