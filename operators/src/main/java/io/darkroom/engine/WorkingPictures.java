package io.darkroom.engine;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The two pictures that the stages of a chain take turns to fill. All programs of an engine share
 * them: they run one after the other, and a result is valid only while it is handed over.
 */
final class WorkingPictures implements AutoCloseable {

  private final Mat ping = new Mat();
  private final Mat pong = new Mat();

  /** The one that a stage fills whose source is the given picture. */
  Mat targetFor(Mat source) {
    return source == ping ? pong : ping;
  }

  /** Gives the memory back; the pictures stay usable. */
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
