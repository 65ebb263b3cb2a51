package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.darkroom.filters.Picture;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Creates pictures that reveal bugs, and compares pictures. */
public final class Pictures {

  private Pictures() {}

  /** Returns noise, few values, gradients, or a flat picture with a few dots. */
  public static Picture any(int width, int height, int channels, Random random) {
    byte[] bytes = new byte[width * height * channels];
    int kind = random.nextInt(4);
    int base = random.nextInt(256);
    int slope = random.nextInt(9) - 4;
    for (int i = 0; i < bytes.length; i++) {
      int x = i / channels % width;
      int y = i / channels / width;
      bytes[i] =
          (byte)
              switch (kind) {
                case 0 -> random.nextInt(256);
                case 1 -> random.nextInt(3) * 127;
                case 2 -> base + slope * x + (slope - 1) * y + random.nextInt(3);
                default -> random.nextInt(50) == 0 ? 255 - base : base;
              };
    }
    return new Picture("kind " + kind, width, height, channels, bytes);
  }

  /** Returns random pictures of one shape, like those of a stream. */
  public static List<Picture> bundle(Random random, int count) {
    int width = 1 + random.nextInt(random.nextInt(8) == 0 ? 150 : 40);
    int height = 1 + random.nextInt(random.nextInt(8) == 0 ? 100 : 30);
    int channels = random.nextBoolean() ? 3 : 1;
    return Stream.generate(() -> any(width, height, channels, random)).limit(count).toList();
  }

  /** Fails if a value differs by more than the tolerance, and reports the first one. */
  public static void assertWithin(int tolerance, Picture actual, Picture expected, String what) {
    assertThat(actual.width() + " x " + actual.height() + " x " + actual.channels())
        .as(what)
        .isEqualTo(expected.width() + " x " + expected.height() + " x " + expected.channels());
    for (int i = 0; i < expected.bytes().length; i++) {
      int got = actual.bytes()[i] & 0xff;
      int wanted = expected.bytes()[i] & 0xff;
      if (Math.abs(got - wanted) > tolerance) {
        int pixel = i / expected.channels();
        fail(
            "%s: at x %d, y %d, channel %d: %d (expected: %d)",
            what,
            pixel % expected.width(),
            pixel / expected.width(),
            i % expected.channels(),
            got,
            wanted);
      }
    }
  }
}
