package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.ModuleCode;
import io.darkroom.engine.Fusion;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    return arguments(Scratch.class).distinct().toList();
  }

  /** The arguments of one kind that its passes have. */
  <T extends Argument> Stream<T> arguments(Class<T> kind) {
    return passes.stream()
        .flatMap(pass -> pass.arguments().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }
}
