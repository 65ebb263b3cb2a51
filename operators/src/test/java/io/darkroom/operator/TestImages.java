package io.darkroom.operator;

import io.darkroom.frame.Encoding;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import java.nio.ByteBuffer;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures of noise, the same ones at every run. */
final class TestImages {

  private TestImages() {}

  static byte[] encoded(Encoding encoding, int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    new Random(5).nextBytes(pixels);
    try (ImageCodec codec = new ImageCodec();
        Mat image = new Mat(height, width, opencv_core.CV_8UC3)) {
      ByteBuffer buffer = image.createBuffer();
      buffer.put(pixels);
      return codec.encode(image, new Output(encoding, 90, 1)).toByteArray();
    }
  }
}
