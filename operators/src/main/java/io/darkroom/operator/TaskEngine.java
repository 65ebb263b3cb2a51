package io.darkroom.operator;

import static java.util.stream.Collectors.toMap;

import io.darkroom.definition.Accelerator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.Engines;
import io.darkroom.engine.GpuId;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.plugin.PluginStatus;
import io.darkroom.plugin.Plugins;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** The filters that a task can run, and the engines it runs them on; closed with the task. */
final class TaskEngine implements AutoCloseable {

  private final Plugins plugins;
  private final Engines.Opened opened;
  private final Engine cpu;

  private TaskEngine(Plugins plugins, Engines.Opened opened) {
    this.plugins = plugins;
    this.opened = opened;
    this.cpu = new CpuEngine(plugins.catalogue());
  }

  /**
   * Opens the engine. If it is missing, it is missing after a restart too: the job then fails
   * permanently.
   */
  static TaskEngine open(OperatorOptions options, RuntimeContext context) {
    ClassLoader loader = context.getUserCodeClassLoader();
    Plugins plugins = Plugins.load(FilterCatalogue.load(loader), plugins(options, context), loader);
    try {
      return new TaskEngine(
          plugins,
          Engines.load(loader).open(options.engine(), plugins.catalogue(), site(options, context)));
    } catch (DarkroomException e) {
      plugins.close();
      throw new SuppressRestartsException(e);
    }
  }

  private static Map<String, Path> plugins(OperatorOptions options, RuntimeContext context) {
    return options.plugins().stream()
        .collect(
            toMap(
                name -> name,
                name -> context.getDistributedCache().getFile(name).toPath(),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  private static EngineSite site(OperatorOptions options, RuntimeContext context) {
    return new EngineSite(
        context.getTaskInfo().getAllocationIDAsString(),
        gpus(options, context),
        options.gpu().onFault(),
        options.gpu().pinnedBytes());
  }

  /** Reads no GPU ids for a task on the CPU, so that an invalid id does not fail it. */
  private static Optional<List<GpuId>> gpus(OperatorOptions options, RuntimeContext context) {
    if (options.engine() == Accelerator.CPU) {
      return Optional.of(List.of());
    }
    return options
        .gpu()
        .allowed(() -> AssignedGpus.named(context.getExternalResourceInfos(AssignedGpus.RESOURCE)));
  }

  FilterCatalogue filters() {
    return plugins.catalogue();
  }

  List<PluginStatus> plugins() {
    return plugins.statuses();
  }

  Engine engine() {
    return opened.engine();
  }

  /** Returns why this engine was chosen. */
  String reason() {
    return opened.reason();
  }

  /**
   * Creates the task's only processor, which closes the codecs and reserves its memory in the
   * account.
   */
  FrameProcessor processor(
      Assignments assignments,
      OperatorOptions options,
      CodecThreads codecs,
      MemoryAccount memory,
      FrameTraces traces) {
    ProgramCache programs =
        new ProgramCache(engine(), cpu, filters().definitions(), memory, System::nanoTime);
    Pictures pictures = new Pictures(engine().buffers(), codecs, List.of(engine(), cpu), memory);
    Admission admission =
        new Admission(
            new Estimates(filters(), options.limits()),
            programs,
            pictures,
            memory,
            options.budget().frameCost());
    return new FrameProcessor(
        programs, admission, pictures, codecs, assignments, options.limits(), traces);
  }

  @Override
  public void close() {
    engine().close();
    cpu.close();
    plugins.close();
  }
}
