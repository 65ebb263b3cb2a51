package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_video.createBackgroundSubtractorMOG2;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.BackgroundSubtractorMOG2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that depend on earlier frames. */
class TimeFiltersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void frameDifferenceComparesWithThePreviousFrame(int channels) {
    List<Picture> frames = noise(33, 7, channels, 4);
    for (int level : new int[] {0, 1, 30, 254, 255}) {
      List<Picture> results = run("frame_difference(threshold=%d)".formatted(level), frames);

      assertThat(results.get(0).bytes()).containsOnly(0);
      for (int n = 1; n < frames.size(); n++) {
        for (int i = 0; i < frames.get(n).bytes().length; i++) {
          int change =
              Math.abs((frames.get(n).bytes()[i] & 0xff) - (frames.get(n - 1).bytes()[i] & 0xff));
          int expected = level == 0 ? change : change > level ? 255 : 0;
          assertThat(results.get(n).bytes()[i] & 0xff).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void startsAgainIfTheShapeChanges() {
    List<Picture> frames = new ArrayList<>(noise(33, 7, 3, 2));
    frames.addAll(noise(33, 7, 1, 2));
    frames.addAll(noise(32, 7, 1, 2));

    List<Picture> differences = run("frame_difference", frames);
    List<Picture> masks = run("background_subtraction(detect_shadows=false)", frames);

    for (int n = 0; n < frames.size(); n += 2) {
      assertThat(differences.get(n).bytes()).as("difference " + n).containsOnly(0);
      assertThat(masks.get(n).bytes()).as("mask " + n).containsOnly(255);
    }
    assertThat(differences.get(5).bytes()).isNotEqualTo(new byte[32 * 7]);
  }

  @ParameterizedTest
  @CsvSource({"500, 16, true", "500, 16, false", "10, 4, true", "2, 100, true"})
  void backgroundSubtractionEqualsOpenCv(int history, double threshold, boolean shadows) {
    for (int channels : new int[] {1, 3}) {
      List<Picture> frames = noise(33, 7, channels, 40);
      String step =
          "background_subtraction(history=%d, var_threshold=%s, detect_shadows=%s, output="
              .formatted(history, threshold, shadows);

      List<Picture> masks = run(step + "mask)", frames);
      List<Picture> foregrounds = run(step + "foreground)", frames);

      List<Picture> expected = masksByOpenCv(frames, history, threshold, shadows);
      for (int n = 0; n < frames.size(); n++) {
        Picture frame = frames.get(n);
        for (int i = 0; i < frame.bytes().length; i++) {
          int mask = expected.get(n).bytes()[i / channels] & 0xff;
          assertThat(masks.get(n).bytes()[i] & 0xff).isEqualTo(mask);
          assertThat(foregrounds.get(n).bytes()[i])
              .isEqualTo(mask == 255 ? frame.bytes()[i] : (byte) 0);
        }
      }
    }
  }

  private static List<Picture> masksByOpenCv(
      List<Picture> frames, int history, double threshold, boolean shadows) {
    List<Picture> masks = new ArrayList<>();
    try (BackgroundSubtractorMOG2 subtractor =
            createBackgroundSubtractorMOG2(history, threshold, shadows);
        Mat mask = new Mat()) {
      for (Picture frame : frames) {
        subtractor.apply(frame.mat(), mask);
        masks.add(Picture.of(mask));
      }
    }
    return masks;
  }

  @Test
  void showsObjectsInWhiteAndTheirShadowsInGray() {
    List<Picture> frames = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      frames.add(flat(new int[] {120, 120, 120}));
    }
    frames.add(flat(new int[] {120, 80, 240}));

    Picture mask = run("background_subtraction(history=50)", frames).get(60);

    assertThat(mask.bytes()).containsExactly(0, 0, 0, 127, 127, 127, 255, 255, 255);
  }

  private static Picture flat(int[] grays) {
    byte[] bytes = new byte[3 * grays.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) grays[i / 3];
    }
    return new Picture("flat", grays.length, 1, 3, bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "frame_difference, 1",
    "background_subtraction, 250",
    "background_subtraction(history=7), 4"
  })
  void warmsUpForTheStatedNumberOfFrames(String step, int frames) {
    ValidStep valid = FilterRun.steps(step).get(0);
    Filter filter = FilterRun.CATALOGUE.filter(valid.filter().id());

    assertThat(filter.definition().stateful()).isTrue();
    assertThat(filter.framesToWarmUp(valid.arguments())).isEqualTo(frames);
  }

  /**
   * Creates frames in which some values stay and some jump, so that masks are neither all black nor
   * all white.
   */
  private static List<Picture> noise(int width, int height, int channels, int frames) {
    Random random = new Random(7);
    byte[] bytes = new byte[width * height * channels];
    random.nextBytes(bytes);
    List<Picture> pictures = new ArrayList<>();
    for (int n = 0; n < frames; n++) {
      for (int i = 0; i < bytes.length; i++) {
        int kind = random.nextInt(10);
        bytes[i] =
            (byte) (kind == 0 ? random.nextInt(256) : kind < 3 ? bytes[i] * 9 / 10 : bytes[i]);
      }
      pictures.add(new Picture("frame " + n, width, height, channels, bytes.clone()));
    }
    return pictures;
  }

  private static List<Picture> run(String step, List<Picture> frames) {
    ValidStep valid = FilterRun.steps(step).get(0);
    try (CpuForm form = FilterRun.CATALOGUE.filter(valid.filter().id()).cpu(valid.arguments())) {
      return frames.stream().map(frame -> FilterRun.by(form::apply, frame)).toList();
    }
  }
}
