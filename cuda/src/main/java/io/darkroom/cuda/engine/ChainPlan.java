package io.darkroom.cuda.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.Fusion;
import io.darkroom.engine.Fusion.Points;
import io.darkroom.engine.Fusion.Single;
import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;

/** The execution plan of a chain on a GPU for pictures of one shape: one or more stages. */
record ChainPlan(Shape source, List<StagePlan> stages) {

  Shape output() {
    return stages.get(stages.size() - 1).target();
  }

  /** Returns the tables that the kernels read. */
  List<Table> tables() {
    return stages.stream().flatMap(stage -> stage.arguments(Table.class)).distinct().toList();
  }

  /**
   * Plans every stage.
   *
   * @throws RuntimeException if a filter does not accept pictures of this shape
   */
  static ChainPlan of(List<ValidStep> steps, FilterCatalogue filters, Shape source) {
    List<StagePlan> stages = new ArrayList<>();
    Shape shape = source;
    for (Fusion.Stage stage : Fusion.stages(steps, filters, source.channels())) {
      StagePlan plan =
          stage instanceof Points points
              ? points(points, shape)
              : single((Single) stage, filters, shape);
      stages.add(plan);
      shape = plan.target();
    }
    return new ChainPlan(source, List.copyOf(stages));
  }

  private static StagePlan points(Points points, Shape source) {
    KernelPlan plan = PointKernel.plan(points.operations(), source);
    return new StagePlan(
        points,
        PointKernel.MODULE,
        () -> KernelCode.of(PointKernel.MODULE, PointKernel.class),
        source,
        plan.output(),
        plan.passes());
  }

  private static StagePlan single(Single single, FilterCatalogue filters, Shape source) {
    String id = single.step().filter().id();
    Filter filter = filters.filter(id);
    KernelPlan plan = filter.kernels(single.step().arguments()).orElseThrow().plan(source);
    return new StagePlan(
        single,
        id,
        () -> KernelCode.of(id, filter.getClass()),
        source,
        plan.output(),
        plan.passes());
  }

  /** Returns whether every filter of a chain has usable kernels. */
  static boolean possible(List<ValidStep> steps, FilterCatalogue filters) {
    return steps.stream().allMatch(step -> possible(step, filters));
  }

  private static boolean possible(ValidStep step, FilterCatalogue filters) {
    Filter filter = filters.filter(step.filter().id());
    return filter.points(step.arguments()).isEmpty()
        ? filter.kernels(step.arguments()).isPresent()
            && KernelCode.exists(step.filter().id(), filter.getClass())
        : KernelCode.exists(PointKernel.MODULE, PointKernel.class);
  }
}
