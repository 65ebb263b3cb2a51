package io.darkroom.image;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;

/** Loads OpenCV into this process, once. Thread-safe. */
public final class OpenCv {

  static {
    setUnlessGiven("org.bytedeco.javacpp.logger", "slf4j");
    // By default JavaCPP refuses to allocate once the process, whatever fills it, exceeds a
    // multiple of the heap.
    setUnlessGiven("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    Loader.load(opencv_core.class);
    Loader.load(opencv_imgproc.class);
    Loader.load(opencv_imgcodecs.class);
    // Flink runs one task per slot: additional threads of OpenCV would only compete with them.
    opencv_core.setNumThreads(1);
  }

  private OpenCv() {}

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Returns when OpenCV is ready; the first call takes a second or two.
   *
   * @throws UnsatisfiedLinkError if this platform's native libraries are not on the class path
   */
  public static void load() {}
}
