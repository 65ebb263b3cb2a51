package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests long edges, and connections that random pictures rarely contain. */
class CannyKernelsTest extends OnBothEngines {

  private static final int WEAK = 40;

  /** A weak line spirals to the centre, where a bright dot makes it an edge. */
  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 9})
  void followsASpiralToItsEnd(int gap) {
    Picture dull = spiral(201, gap, WEAK);
    Picture lit = spiral(201, gap, WEAK);
    lit.bytes()[100 * 201 + 100] = (byte) 255;
    String step = "canny(low=60, high=250)";

    engines.compare(FilterRun.steps(step), List.of(dull, lit), step);
    assertThat(white(FilterRun.apply(step, dull))).isZero();
    assertThat(white(FilterRun.apply(step, lit))).isGreaterThan(1000);
  }

  private static Picture spiral(int size, int gap, int value) {
    byte[] bytes = new byte[size * size];
    int x = size / 2;
    int y = size / 2;
    int dx = 1;
    int dy = 0;
    for (int length = gap; length < size - gap; length += dx == 0 ? gap : 0) {
      for (int i = 0; i < length && x > 0 && y > 0 && x < size - 1 && y < size - 1; i++) {
        bytes[y * size + x] = (byte) value;
        x += dx;
        y += dy;
      }
      int turned = dx;
      dx = -dy;
      dy = turned;
    }
    return new Picture("spiral", size, size, 1, bytes);
  }

  private static int white(Picture edges) {
    int count = 0;
    for (byte value : edges.bytes()) {
      count += value & 1;
    }
    return count;
  }

  /** Areas of few values give plateaus, ties and diagonals at every threshold. */
  @Test
  void equalsTheCpuForEveryApertureAndNorm() {
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      int aperture = 3 + 2 * random.nextInt(3);
      int steepest = new int[] {2000, 24000, 32767}[aperture / 2 - 1];
      String step =
          "canny(low=%d, high=%d, aperture=%d, l2_gradient=%s)"
              .formatted(
                  random.nextInt(steepest),
                  random.nextInt(steepest),
                  aperture,
                  random.nextBoolean());
      int values = 2 + random.nextInt(4);
      engines.compare(FilterRun.steps(step), List.of(blobs(random, values)), step);
    }
  }

  private static Picture blobs(Random random, int values) {
    int width = 1 + random.nextInt(70);
    int height = 1 + random.nextInt(50);
    int channels = random.nextBoolean() ? 1 : 3;
    byte[] bytes = new byte[width * height * channels];
    for (int i = 0; i < bytes.length; i++) {
      int left = i % (width * channels) >= channels ? bytes[i - channels] & 0xff : 0;
      int above = i >= width * channels ? bytes[i - width * channels] & 0xff : 0;
      int fresh = random.nextInt(values) * 255 / (values - 1);
      int kind = random.nextInt(8);
      bytes[i] = (byte) (kind == 0 ? fresh : kind < 5 ? left : above);
    }
    return new Picture("blobs", width, height, channels, bytes);
  }
}
