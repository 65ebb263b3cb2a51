package io.darkroom.operator;

import io.darkroom.definition.Accelerator;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.frame.ImageLimits;
import io.darkroom.topic.Topics;
import java.io.Serializable;
import java.util.List;

/**
 * The options of the operators that run filters.
 *
 * @param engine auto uses a GPU if there is one, cuda requires a GPU, cpu uses the CPU
 * @param budget limits of one task
 * @param bundleFrames largest number of frames that go through the engine together; with 1, frames
 *     do not wait
 * @param bundleMillis longest time that a frame waits for others to share a bundle
 * @param codecThreads threads that decode and encode for a task; with 0, the task's own thread does
 *     it; {@link #AUTO} gives each slot its share of the cores
 * @param plugins names of the plugin jars in Flink's distributed cache
 * @param topics whose names appear in traces
 */
public record OperatorOptions(
    Accelerator engine,
    ImageLimits limits,
    TaskBudget budget,
    int bundleFrames,
    long bundleMillis,
    int codecThreads,
    GpuOptions gpu,
    List<String> plugins,
    Topics topics)
    implements Serializable {

  /** Gives each slot as many codec threads as it has cores, at least 1. */
  public static final int AUTO = -1;

  public static final int MOST_CODEC_THREADS = 32;

  public static final OperatorOptions DEFAULT =
      new OperatorOptions(
          Accelerator.AUTO,
          ImageLimits.DEFAULT,
          TaskBudget.DEFAULT,
          1,
          3,
          AUTO,
          new GpuOptions(GpuOptions.ALL, FaultPolicy.CPU, EngineSite.DEFAULT_PINNED_BYTES),
          List.of(),
          new Topics(Topics.DEFAULT_PREFIX));

  public OperatorOptions {
    plugins = List.copyOf(plugins);
  }

  public OperatorOptions withEngine(Accelerator other) {
    return new OperatorOptions(
        other, limits, budget, bundleFrames, bundleMillis, codecThreads, gpu, plugins, topics);
  }

  public OperatorOptions withLimits(ImageLimits other) {
    return new OperatorOptions(
        engine, other, budget, bundleFrames, bundleMillis, codecThreads, gpu, plugins, topics);
  }

  public OperatorOptions withBudget(TaskBudget other) {
    return new OperatorOptions(
        engine, limits, other, bundleFrames, bundleMillis, codecThreads, gpu, plugins, topics);
  }

  public OperatorOptions withBundles(int frames, long millis) {
    return new OperatorOptions(
        engine, limits, budget, frames, millis, codecThreads, gpu, plugins, topics);
  }

  public OperatorOptions withCodecThreads(int threads) {
    return new OperatorOptions(
        engine, limits, budget, bundleFrames, bundleMillis, threads, gpu, plugins, topics);
  }

  /** Returns the number of codec threads of a task if this many slots share the cores. */
  int codecThreads(int cores, int slots) {
    return codecThreads == AUTO
        ? Math.min(Math.max(1, cores / slots), MOST_CODEC_THREADS)
        : codecThreads;
  }

  public OperatorOptions withGpu(GpuOptions other) {
    return new OperatorOptions(
        engine, limits, budget, bundleFrames, bundleMillis, codecThreads, other, plugins, topics);
  }

  public OperatorOptions withPlugins(List<String> names) {
    return new OperatorOptions(
        engine, limits, budget, bundleFrames, bundleMillis, codecThreads, gpu, names, topics);
  }

  public OperatorOptions withTopics(Topics names) {
    return new OperatorOptions(
        engine, limits, budget, bundleFrames, bundleMillis, codecThreads, gpu, plugins, names);
  }
}
