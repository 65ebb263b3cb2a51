package io.darkroom.engine;

import io.darkroom.error.DarkroomException;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A chain made ready by an engine; used by the engine's thread, closed by who compiled it. */
public interface Program extends AutoCloseable {

  /**
   * Runs the chain on each picture and reports each, in order, before it returns.
   *
   * @param images 8 bits, one channel or three in the order blue, green, red; never modified
   */
  void run(List<Mat> images, Results results);

  /** Frees native memory. */
  @Override
  void close();

  /** Hears of each picture exactly once, on the thread that runs the program. */
  interface Results {

    /**
     * A picture is filtered.
     *
     * @param index into the pictures given
     * @param image valid only during the call; the picture given, where the chain is empty
     * @param filterNanos time each filter took, in the order of the chain; the receiver's to keep
     * @param warmingUp whether a stateful filter is still learning its stream
     */
    void done(int index, Mat image, long[] filterNanos, boolean warmingUp);

    /**
     * Only this picture failed.
     *
     * @param failure {@code FILTER_FAILED}, or the code with which the filter itself refused
     */
    void failed(int index, DarkroomException failure);
  }
}
