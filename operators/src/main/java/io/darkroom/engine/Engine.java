package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import java.util.List;

/** Runs chains on pixels. Not thread-safe; the caller that opens an engine closes it. */
public interface Engine extends AutoCloseable {

  /** Returns its name in processed frames: {@code cpu} or {@code cuda:<uuid>}. */
  String accelerator();

  /**
   * Prepares a chain.
   *
   * @param steps if there are none, each picture passes through unchanged
   * @return a program that the caller closes before the engine
   * @throws io.darkroom.error.DarkroomException {@code INVALID_CHAIN} if arguments contradict each
   *     other
   */
  Program compile(List<ValidStep> steps);

  /** Returns the names of the GPUs that it uses; none for the CPU. */
  default List<String> devices() {
    return List.of();
  }

  /** Returns the load of the GPUs that this process uses, as last measured; does not wait. */
  default List<GpuLoad> gpuLoads() {
    return List.of();
  }

  /** Creates picture buffers that this engine's programs read fastest; the caller closes them. */
  default ImageBuffers buffers() {
    return ImageBuffers.plain();
  }

  /**
   * Releases the memory that its programs share between pictures; they allocate it again when
   * needed.
   */
  default void trim() {}

  /** Returns why its accelerator failed, so that the CPU does the work; empty while it works. */
  default String trouble() {
    return "";
  }

  /** Returns the gauges of the engine; the same list at every call. */
  default List<EngineGauge> gauges() {
    return List.of();
  }

  @Override
  void close();
}
