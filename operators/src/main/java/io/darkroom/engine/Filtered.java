package io.darkroom.engine;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The result of a chain for one picture.
 *
 * @param image valid only during the call that reports it; the input itself if the chain is empty
 * @param filterNanos time of each filter, in the order of the chain; composed filters share their
 *     time evenly; the receiver may keep the array
 * @param warmingUp whether a stateful filter is still warming up
 * @param accelerator that did the work: {@code cpu} or {@code cuda:<uuid>}
 * @param fellBack whether the CPU did the work because the engine's own accelerator could not
 * @param kernels that a GPU launched for it, in order; empty on the CPU
 */
public record Filtered(
    Mat image,
    long[] filterNanos,
    boolean warmingUp,
    String accelerator,
    boolean fellBack,
    List<KernelTime> kernels) {

  /**
   * The time of one kernel launch.
   *
   * @param firstFilter index in the chain of the first filter that it covers, from 0
   * @param filters how many consecutive filters it covers
   * @param nanos one picture's share of the time
   */
  public record KernelTime(int firstFilter, int filters, String name, long nanos) {}
}
