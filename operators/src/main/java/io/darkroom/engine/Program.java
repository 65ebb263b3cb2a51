package io.darkroom.engine;

import io.darkroom.error.DarkroomException;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A chain compiled by an engine. Used by the engine's thread; the caller that compiled it closes
 * it. The program of a chain with a stateful filter belongs to one stream, whose pictures it must
 * get in order.
 */
public interface Program extends AutoCloseable {

  /**
   * Runs the chain on each picture and reports each result, in order, before it returns.
   *
   * @param images 8 bits per channel; one channel, or three in the order blue, green, red; all of
   *     the same size and type; not modified
   */
  void run(List<Mat> images, Results results);

  /**
   * Like {@link #run}, but may return before all results are reported. The remaining ones are
   * reported at the latest by {@link Running#finish}, or earlier during another call to the engine
   * or one of its programs. Each program reports first what was started first.
   *
   * @param images must not change until they are reported
   */
  default Running start(List<Mat> images, Results results) {
    run(images, results);
    return Running.FINISHED;
  }

  /** Pictures that were started; used by the engine's thread. */
  interface Running {

    /** Nothing is left to finish. */
    Running FINISHED = () -> {};

    /** Waits until every picture is reported; throws what {@link Program#run} would throw. */
    void finish();
  }

  /** Finishes the pictures that were started and frees native memory. */
  @Override
  void close();

  /** Receives one report for each picture, on the thread that runs the program. */
  interface Results {

    void done(int index, Filtered result);

    /**
     * Reports that this picture alone failed.
     *
     * @param index of the picture in the list
     * @param failure with the code {@code FILTER_FAILED}, or the code of the filter's own error
     */
    void failed(int index, DarkroomException failure);
  }
}
