package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;

import io.darkroom.image.OpenCv;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;

/** A picture as plain bytes, row by row, channels interleaved. */
public record Picture(String name, int width, int height, int channels, byte[] bytes) {

  static {
    OpenCv.load();
  }

  public static Picture random(int width, int height, int channels, long seed) {
    byte[] bytes = new byte[width * height * channels];
    new Random(seed).nextBytes(bytes);
    return new Picture("random", width, height, channels, bytes);
  }

  /** Creates a picture whose values rise at different rates along each axis and in each channel. */
  public static Picture gradient(int width, int height, int channels) {
    byte[] bytes = new byte[width * height * channels];
    for (int i = 0; i < bytes.length; i++) {
      int x = i / channels % width;
      int y = i / channels / width;
      bytes[i] = (byte) ((x * 255 / width + y * 128 / height) / (1 + i % channels));
    }
    return new Picture("gradient", width, height, channels, bytes);
  }

  /** Returns pictures of every shape that has ever needed a special case, gray and in colour. */
  public static Stream<Picture> all() {
    int[][] sizes = {{1, 1}, {17, 1}, {1, 17}, {2, 2}, {33, 7}, {64, 48}, {640, 480}};
    List<Picture> pictures = new ArrayList<>();
    for (int[] size : sizes) {
      for (int channels : new int[] {1, 3}) {
        pictures.add(random(size[0], size[1], channels, size[0]));
        pictures.add(gradient(size[0], size[1], channels));
      }
    }
    return pictures.stream();
  }

  public static Picture of(Mat mat) {
    try (Mat packed = mat.clone()) {
      byte[] bytes = new byte[packed.cols() * packed.rows() * packed.channels()];
      packed.data().get(bytes);
      return new Picture("result", packed.cols(), packed.rows(), packed.channels(), bytes);
    }
  }

  /** Returns a blank gray picture of the same size. */
  Picture blankGray() {
    return new Picture("expected", width, height, 1, new byte[width * height]);
  }

  Picture blank() {
    return new Picture("expected", width, height, channels, new byte[bytes.length]);
  }

  public Mat mat() {
    Mat mat = new Mat(height, width, CV_8UC(channels));
    mat.data().put(bytes);
    return mat;
  }

  int at(int x, int y, int channel) {
    return bytes[(y * width + x) * channels + channel] & 0xff;
  }

  @Override
  public String toString() {
    return "%s %d x %d, %d channels".formatted(name, width, height, channels);
  }
}
