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
 * One stage of a chain: consecutive filters that are launched together, for pictures of one shape.
 *
 * @param covers the filters of the chain
 * @param code supplies the code of the module
 */
record StagePlan(
    Fusion.Stage covers,
    String module,
    Supplier<ModuleCode> code,
    Shape source,
    Shape target,
    List<Pass> passes) {

  /** Returns the scratch buffers that the passes share, without duplicates. */
  List<Scratch> scratches() {
    return arguments(Scratch.class).distinct().toList();
  }

  /** Returns the arguments of one type in all passes. */
  <T extends Argument> Stream<T> arguments(Class<T> kind) {
    return passes.stream()
        .flatMap(pass -> pass.arguments().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }
}
