package io.darkroom.cuda.kernels;

import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the models of stateful filters over long streams. */
class TimeKernelsTest extends OnBothEngines {

  private static final int FRAMES = Integer.getInteger("darkroom.frames", 300);

  @ParameterizedTest
  @CsvSource({
    "3, 500, 16, true, mask",
    "3, 40, 9, true, foreground",
    "3, 7, 100, false, mask",
    "3, 2, 16, true, mask",
    "1, 500, 16, true, mask",
    "1, 40, 4, true, mask",
    "1, 3, 30, false, foreground"
  })
  void learnsTheSameBackgroundAsTheCpu(
      int channels, int history, int threshold, boolean shadows, String output) {
    String step =
        "background_subtraction(history=%d, var_threshold=%d, detect_shadows=%s, output=%s)"
            .formatted(history, threshold, shadows, output);
    List<Picture> scene = scene(channels, new Random(history));
    engines.compare(FilterRun.steps(step), scene, step);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 255})
  void comparesWithThePreviousFrame(int threshold) {
    String step = "frame_difference(threshold=%d)".formatted(threshold);
    engines.compare(FilterRun.steps(step), scene(3, new Random(threshold)), step);
  }

  /**
   * Returns noise over a flickering background, parts of which are replaced from time to time, with
   * a moving bright square and its shadow.
   */
  private static List<Picture> scene(int channels, Random random) {
    int width = 41;
    int height = 19;
    Picture background = Picture.random(width, height, channels, random.nextLong());
    List<Picture> frames = new ArrayList<>();
    for (int n = 0; n < FRAMES; n++) {
      if (n % 37 == 36) {
        random.nextBytes(background.bytes());
      }
      byte[] bytes = new byte[background.bytes().length];
      for (int i = 0; i < bytes.length; i++) {
        int x = i / channels % width;
        int y = i / channels / width;
        int still = background.bytes()[i] & 0xff;
        double value = still + random.nextGaussian() * 3 + (x % 5 == n % 2 ? 60 : 0);
        if (Math.floorMod(x - n, 53) < 8 && y > 3 && y < 12) {
          value = 250;
        } else if (Math.floorMod(x - n, 53) < 16 && y > 5) {
          value *= 0.7;
        }
        bytes[i] = (byte) Math.max(0, Math.min(255, value));
      }
      frames.add(new Picture("frame " + n, width, height, channels, bytes));
    }
    return frames;
  }
}
