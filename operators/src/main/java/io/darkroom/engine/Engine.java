package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import java.util.List;

/** What runs chains on pixels; used by one thread, closed by whoever opened it. */
public interface Engine extends AutoCloseable {

  /** As processed frames name it: {@code cpu} or {@code cuda:<uuid>}. */
  String accelerator();

  /**
   * Prepares a chain.
   *
   * @param steps none hands each picture through
   * @return a program that the caller closes before the engine
   * @throws io.darkroom.error.DarkroomException {@code INVALID_CHAIN} where arguments contradict
   *     each other
   */
  Program compile(List<ValidStep> steps);

  /** Names of the GPUs that it works on; none on the CPU. */
  default List<String> devices() {
    return List.of();
  }

  /** Pictures from which this engine's programs read fastest; the caller closes them. */
  default ImageBuffers buffers() {
    return ImageBuffers.plain();
  }

  /** Gives back what its programs share between pictures; they take it again as they need it. */
  default void trim() {}

  /** Why its accelerator cannot be used any more, so that the CPU does the work; else empty. */
  default String trouble() {
    return "";
  }

  /** What can be watched of the engine; the same list at every call. */
  default List<EngineGauge> gauges() {
    return List.of();
  }

  @Override
  void close();
}
