package io.darkroom.cuda.bench;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.engine.PointKernel;
import io.darkroom.cuda.kernels.KernelRun;
import io.darkroom.engine.Fusion;
import io.darkroom.filter.PointOperation;
import io.darkroom.filters.FilterRun;
import io.darkroom.kernel.Shape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures six point filters: composed by the engine, in one launch, and in six launches. */
final class FusionBench {

  private static final String CHAIN =
      "brightness_contrast | gamma | sepia | hue_saturation | posterize | invert";

  private final Effort effort;

  FusionBench(Effort effort) {
    this.effort = effort;
  }

  void write(PrintWriter out) {
    List<ValidStep> steps = FilterRun.steps(CHAIN);
    out.printf("### Six point filters%n%n`%s`, µs per picture:%n%n", CHAIN);
    out.printf("| size | bundle | composed, one launch | one launch | six launches |%n");
    out.printf("|---|---|---|---|---|%n");
    for (Map.Entry<String, Shape> shape : effort.shapes()) {
      for (int bundle : effort.bundles()) {
        out.printf(
            "| %s | %d | %.1f | %.1f | %.1f |%n",
            shape.getKey(),
            bundle,
            micros(composed(steps), shape.getValue(), bundle),
            micros(List.of(all(steps)), shape.getValue(), bundle),
            micros(steps.stream().map(FusionBench::points).toList(), shape.getValue(), bundle));
      }
    }
    out.println();
  }

  private static List<List<PointOperation>> composed(List<ValidStep> steps) {
    return Fusion.stages(steps, FilterRun.CATALOGUE, 3).stream()
        .map(stage -> ((Fusion.Points) stage).operations())
        .toList();
  }

  private static List<PointOperation> all(List<ValidStep> steps) {
    return steps.stream().flatMap(step -> points(step).stream()).toList();
  }

  private static List<PointOperation> points(ValidStep step) {
    return FilterRun.CATALOGUE.filter(step.filter().id()).points(step.arguments());
  }

  /** Each list is a launch on separate buffers. */
  private double micros(List<List<PointOperation>> launches, Shape shape, int bundle) {
    List<Rotation> rotations = new ArrayList<>();
    try (Stopwatch watch = new Stopwatch(effort)) {
      for (List<PointOperation> operations : launches) {
        rotations.add(
            new Rotation(
                () ->
                    new KernelRun(
                        PointKernel.MODULE, source -> PointKernel.plan(operations, source)),
                shape,
                bundle,
                effort));
      }
      return watch.micros(i -> rotations.forEach(rotation -> rotation.launch(i))) / bundle;
    } finally {
      rotations.forEach(Rotation::close);
    }
  }
}
