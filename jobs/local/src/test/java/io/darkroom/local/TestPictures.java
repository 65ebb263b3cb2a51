package io.darkroom.local;

import java.nio.ByteBuffer;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Creates and reads pictures with plain OpenCV, independently of the code under test. */
public final class TestPictures {

  private TestPictures() {}

  /** Gradients with noise; the same seed gives the same picture. */
  static Mat picture(int width, int height, int seed) {
    byte[] pixels = new byte[width * height * 3];
    Random random = new Random(seed);
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      pixels[i] = (byte) ((x * 2 + y * (i % 3 + 1) + random.nextInt(64)) & 0xff);
    }
    Mat mat = new Mat(height, width, opencv_core.CV_8UC3);
    ByteBuffer buffer = mat.createBuffer();
    buffer.put(pixels);
    return mat;
  }

  static byte[] encode(Mat mat, String extension) {
    try (BytePointer bytes = new BytePointer()) {
      opencv_imgcodecs.imencode(extension, mat, bytes);
      byte[] encoded = new byte[(int) bytes.limit()];
      bytes.get(encoded);
      return encoded;
    }
  }

  public static byte[] jpeg(int width, int height, int seed) {
    return encode(picture(width, height, seed), ".jpg");
  }

  public static byte[] png(int width, int height, int seed) {
    return encode(picture(width, height, seed), ".png");
  }

  static Mat decode(byte[] encoded) {
    return opencv_imgcodecs.imdecode(
        new Mat(1, encoded.length, opencv_core.CV_8UC1, new BytePointer(encoded)),
        opencv_imgcodecs.IMREAD_UNCHANGED);
  }

  static byte[] pixels(Mat mat) {
    byte[] pixels = new byte[(int) (mat.total() * mat.elemSize())];
    ByteBuffer buffer = mat.createBuffer();
    buffer.get(pixels);
    return pixels;
  }
}
