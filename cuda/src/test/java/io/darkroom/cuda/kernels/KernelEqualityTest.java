package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.definition.Accelerator;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.CpuForm;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every filter's kernels against its CPU form, with settings and pictures by chance. One filter:
 * {@code -Ddarkroom.filter=canny}; more cases: {@code -Ddarkroom.cases=5000}.
 */
class KernelEqualityTest {

  private static final int CASES = Integer.getInteger("darkroom.cases", 1000);
  private static final int FRAMES = 4;

  @BeforeEach
  void onTheStandIn() {
    StandIn.get();
  }

  static Stream<FilterDefinition> filters() {
    String only = System.getProperty("darkroom.filter", "");
    return FilterRun.CATALOGUE.definitions().stream()
        .filter(filter -> filter.accelerators().contains(Accelerator.CUDA))
        .filter(filter -> only.isEmpty() || filter.id().equals(only));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void equalsTheCpuWithAnySettingsOnAnyPicture(FilterDefinition filter) {
    RandomSteps steps = new RandomSteps(filter, 7);
    Random random = new Random(11);
    for (int i = 0; i < CASES; i++) {
      ValidStep step = steps.next();
      compare(step, sequence(random), "case %d: %s".formatted(i, step.arguments()));
    }
  }

  /** Some frames of a stream: the shape is the same for all. */
  private static List<Picture> sequence(Random random) {
    int width = 1 + random.nextInt(random.nextInt(8) == 0 ? 150 : 40);
    int height = 1 + random.nextInt(random.nextInt(8) == 0 ? 100 : 30);
    int channels = random.nextBoolean() ? 3 : 1;
    return Stream.generate(() -> Pictures.any(width, height, channels, random))
        .limit(FRAMES)
        .toList();
  }

  /** Stateful filters see the frames one by one, others all at once, as one bundle. */
  private static void compare(ValidStep step, List<Picture> frames, String what) {
    try (CpuForm cpu = FilterRun.CATALOGUE.filter(step.filter().id()).cpu(step.arguments());
        KernelRun gpu = new KernelRun(FilterRun.CATALOGUE, step)) {
      List<Picture> expected;
      try {
        expected = frames.stream().map(frame -> onCpu(cpu, frame)).toList();
      } catch (DarkroomException refused) {
        return;
      }
      List<Picture> actual =
          step.filter().stateful()
              ? frames.stream().map(frame -> gpu.run(List.of(frame)).get(0)).toList()
              : gpu.run(frames);
      for (int i = 0; i < frames.size(); i++) {
        Pictures.assertWithin(
            step.filter().tolerance(),
            actual.get(i),
            expected.get(i),
            what + ", frame " + i + " of " + frames.get(i));
      }
    }
  }

  private static Picture onCpu(CpuForm form, Picture picture) {
    try (Mat source = picture.mat();
        Mat target = new Mat()) {
      form.apply(source, target);
      return Picture.of(target);
    }
  }

  @ParameterizedTest
  @MethodSource("filters")
  void casesAreNotAllRefused(FilterDefinition filter) {
    RandomSteps steps = new RandomSteps(filter, 7);
    assertThat(Stream.generate(steps::next).limit(20).toList()).isNotEmpty();
  }
}
