package io.darkroom.filter;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A filter with its arguments, ready to run on the CPU; used by one thread, closed by its maker.
 */
@FunctionalInterface
public interface CpuForm extends AutoCloseable {

  /**
   * Filters one picture.
   *
   * @param source 8 bits, one channel or three in the order blue, green, red; never modified
   * @param target another Mat than source, filled as OpenCV fills its outputs, so that its buffer
   *     is reused where size and type allow
   * @throws RuntimeException where this picture cannot be filtered; the form stays usable
   */
  void apply(Mat source, Mat target);

  /** Frees native memory. */
  @Override
  default void close() {}
}
