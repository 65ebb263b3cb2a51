package io.darkroom.operator;

import io.darkroom.definition.Accelerator;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.frame.ImageLimits;
import io.darkroom.topic.Topics;
import java.io.Serializable;
import java.util.List;

/**
 * How the filters run.
 *
 * @param engine the GPU where there is one (auto), the GPU or nothing (cuda), or the CPU
 * @param budget what one task may take
 * @param bundleFrames most frames that are handed to the engine at once; 1 waits for none
 * @param bundleMillis longest that a frame waits for others to share a bundle with
 * @param plugins names under which Flink's distributed cache holds plugin jars
 * @param topics that traces name
 */
public record OperatorOptions(
    Accelerator engine,
    ImageLimits limits,
    TaskBudget budget,
    int bundleFrames,
    long bundleMillis,
    GpuOptions gpu,
    List<String> plugins,
    Topics topics)
    implements Serializable {

  public static final OperatorOptions DEFAULT =
      new OperatorOptions(
          Accelerator.AUTO,
          ImageLimits.DEFAULT,
          TaskBudget.DEFAULT,
          1,
          3,
          new GpuOptions(GpuOptions.ALL, FaultPolicy.CPU, EngineSite.DEFAULT_PINNED_BYTES),
          List.of(),
          new Topics(Topics.DEFAULT_PREFIX));

  public OperatorOptions {
    plugins = List.copyOf(plugins);
  }

  public OperatorOptions withEngine(Accelerator other) {
    return new OperatorOptions(
        other, limits, budget, bundleFrames, bundleMillis, gpu, plugins, topics);
  }

  public OperatorOptions withLimits(ImageLimits other) {
    return new OperatorOptions(
        engine, other, budget, bundleFrames, bundleMillis, gpu, plugins, topics);
  }

  public OperatorOptions withBudget(TaskBudget other) {
    return new OperatorOptions(
        engine, limits, other, bundleFrames, bundleMillis, gpu, plugins, topics);
  }

  public OperatorOptions withBundles(int frames, long millis) {
    return new OperatorOptions(engine, limits, budget, frames, millis, gpu, plugins, topics);
  }

  public OperatorOptions withGpu(GpuOptions other) {
    return new OperatorOptions(
        engine, limits, budget, bundleFrames, bundleMillis, other, plugins, topics);
  }

  public OperatorOptions withPlugins(List<String> names) {
    return new OperatorOptions(
        engine, limits, budget, bundleFrames, bundleMillis, gpu, names, topics);
  }

  public OperatorOptions withTopics(Topics names) {
    return new OperatorOptions(
        engine, limits, budget, bundleFrames, bundleMillis, gpu, plugins, names);
  }
}
