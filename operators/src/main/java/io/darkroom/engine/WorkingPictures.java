package io.darkroom.engine;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The two pictures that the stages of a chain fill in turn. All programs of an engine share them:
 * only one runs at a time, and a result is valid only during the call that reports it.
 */
final class WorkingPictures implements AutoCloseable {

  private final Mat ping = new Mat();
  private final Mat pong = new Mat();

  /** Returns the picture to fill for a stage that reads the given one. */
  Mat targetFor(Mat source) {
    return source == ping ? pong : ping;
  }

  /** Releases the memory; the pictures stay usable. */
  void release() {
    ping.release();
    pong.release();
  }

  @Override
  public void close() {
    ping.close();
    pong.close();
  }
}
