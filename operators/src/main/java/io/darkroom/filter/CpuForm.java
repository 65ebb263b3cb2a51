package io.darkroom.filter;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Runs a filter with fixed arguments on the CPU. Not thread-safe; the caller of {@link Filter#cpu}
 * closes it.
 */
@FunctionalInterface
public interface CpuForm extends AutoCloseable {

  /**
   * Filters one picture.
   *
   * @param source 8 bits per channel; one channel, or three in the order blue, green, red; must not
   *     be modified
   * @param target a different Mat from the source; fill it by the rules of OpenCV's {@code create},
   *     so that its buffer is reused if size and type match
   * @throws RuntimeException if this picture cannot be filtered; the form stays usable
   */
  void apply(Mat source, Mat target);

  /** Frees native memory. */
  @Override
  default void close() {}
}
