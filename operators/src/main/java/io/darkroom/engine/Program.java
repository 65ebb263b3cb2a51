package io.darkroom.engine;

import io.darkroom.error.DarkroomException;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A chain made ready by an engine; used by the engine's thread, closed by who compiled it. A chain
 * with a stateful filter belongs to one stream: its pictures come in their order.
 */
public interface Program extends AutoCloseable {

  /**
   * Runs the chain on each picture and reports each, in order, before it returns.
   *
   * @param images 8 bits, one channel or three in the order blue, green, red, all of one size and
   *     type; never modified
   */
  void run(List<Mat> images, Results results);

  /**
   * The same, but may return before all are reported: they are by the end of {@link
   * Running#finish}, perhaps sooner, in another call to the engine or one of its programs. What is
   * started first is reported first, for each program.
   *
   * @param images stay as they are until then
   */
  default Running start(List<Mat> images, Results results) {
    run(images, results);
    return Running.FINISHED;
  }

  /** Pictures on their way; used by the engine's thread. */
  interface Running {

    /** Nothing is on its way. */
    Running FINISHED = () -> {};

    /** Waits until every picture is reported; throws what {@link Program#run} would have. */
    void finish();
  }

  /** Finishes what is on its way, and frees native memory. */
  @Override
  void close();

  /** Hears of each picture exactly once, on the thread that runs the program. */
  interface Results {

    void done(int index, Filtered result);

    /**
     * Only this picture failed.
     *
     * @param index into the pictures given
     * @param failure {@code FILTER_FAILED}, or the code with which the filter itself refused
     */
    void failed(int index, DarkroomException failure);
  }
}
