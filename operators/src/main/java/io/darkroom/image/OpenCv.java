package io.darkroom.image;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** Loads OpenCV into this process, once; safe for any thread. */
public final class OpenCv {

  static {
    Loader.load(opencv_core.class);
    Loader.load(opencv_imgproc.class);
    Loader.load(opencv_imgcodecs.class);
    // Flink runs one task per slot: threads of OpenCV's own would only take turns with them.
    opencv_core.setNumThreads(1);
  }

  private OpenCv() {}

  /**
   * Returns when OpenCV is ready; the first call takes a second or two.
   *
   * @throws UnsatisfiedLinkError where this platform's native libraries are not on the class path
   */
  public static void load() {}
}
