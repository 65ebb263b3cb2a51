package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every filter on the GPU with the same filter on the CPU. To test one filter: {@code
 * -Ddarkroom.filter=canny}; more random cases: {@code -Ddarkroom.cases=5000}; other random cases:
 * {@code -Ddarkroom.seed=2000}.
 */
@Tag("slow")
class KernelEqualityTest extends OnBothEngines {

  private static final int CASES = Integer.getInteger("darkroom.cases", 500);
  private static final long SEED = Long.getLong("darkroom.seed", 0);
  private static final int[][] SMALL = {{1, 1}, {1, 9}, {9, 1}, {2, 3}, {33, 7}, {65, 35}};
  private static final int BUNDLE = 2;

  /** Random crops are mostly outside small pictures. */
  private static final long MOST_REFUSED = 20;

  static List<String> filters() {
    return GpuFilters.ids();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void equalsTheCpuWithEverySettingOnSmallPictures(String filter) {
    for (ValidStep step : new Settings(GpuFilters.definition(filter)).every()) {
      for (int[] size : SMALL) {
        compare(step, size[0], size[1], 1);
        compare(step, size[0], size[1], 3);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void equalsTheCpuWithEveryOptionAt640By480(String filter) {
    int channels = 1;
    for (ValidStep step : new Settings(GpuFilters.definition(filter)).options()) {
      channels = 4 - channels;
      engines.compare(List.of(step), pictures(640, 480, channels, 1), named(step));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void equalsTheCpuAt1920By1080(String filter) {
    Settings settings = new Settings(GpuFilters.definition(filter));
    ValidStep defaults = settings.every().get(0);
    engines.compare(List.of(defaults), pictures(1920, 1080, 3, 1), named(defaults));
    ValidStep others = settings.any(new Random(1));
    engines.compare(List.of(others), pictures(1920, 1080, 1, 1), named(others));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void equalsTheCpuWithRandomSettingsOnRandomPictures(String filter) {
    Settings settings = new Settings(GpuFilters.definition(filter));
    int compared = 0;
    for (long seed = SEED; compared < CASES && seed < SEED + MOST_REFUSED * CASES; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      ValidStep step = settings.any(random);
      String again =
          "%s. Again: -Ddarkroom.filter=%s -Ddarkroom.seed=%d -Ddarkroom.cases=1"
              .formatted(named(step), filter, seed);
      if (engines.compare(List.of(step), Pictures.bundle(random, BUNDLE), again)) {
        compared++;
      }
    }
    assertThat(compared).as("cases that the CPU does not refuse").isEqualTo(CASES);
  }

  private static void compare(ValidStep step, int width, int height, int channels) {
    engines.compare(List.of(step), pictures(width, height, channels, 2), named(step));
  }

  private static List<Picture> pictures(int width, int height, int channels, int count) {
    Random random = new Random(31L * width + height + channels);
    return Stream.generate(() -> Pictures.any(width, height, channels, random))
        .limit(count)
        .toList();
  }

  private static String named(ValidStep step) {
    return step.filter().id() + " " + step.arguments().values();
  }
}
