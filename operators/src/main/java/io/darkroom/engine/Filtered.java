package io.darkroom.engine;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A picture that went through a chain.
 *
 * @param image valid only while it is handed over; the picture given, where the chain is empty
 * @param filterNanos time each filter took, in the order of the chain; composed filters share
 *     theirs evenly; the receiver's to keep
 * @param warmingUp whether a stateful filter is still learning its stream
 * @param accelerator what did the work: {@code cpu} or {@code cuda:<uuid>}
 * @param fellBack whether the engine's own accelerator could not do it
 * @param kernels what a GPU launched for it, in order; empty on the CPU
 */
public record Filtered(
    Mat image,
    long[] filterNanos,
    boolean warmingUp,
    String accelerator,
    boolean fellBack,
    List<KernelTime> kernels) {

  /**
   * One pass of a kernel.
   *
   * @param firstFilter of the chain that it did the work of, from 0
   * @param filters how many of them, beginning with that one
   * @param nanos one picture's share of it
   */
  public record KernelTime(int firstFilter, int filters, String name, long nanos) {}
}
