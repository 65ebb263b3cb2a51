package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.Program;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaEngineTest {

  private StandIn standIn;
  private Rig rig;

  @BeforeEach
  void open() {
    standIn = StandIn.get();
    rig = new Rig();
  }

  @AfterEach
  void givesEverythingBack() {
    rig.close();
    Rig.assertNothingHeld(standIn);
  }

  static List<Picture> pictures(int count, int width, int height, int channels) {
    return IntStream.range(0, count)
        .mapToObj(i -> Picture.random(width, height, channels, i))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 16, 20, 50})
  void equalsTheCpuForBundlesOfEverySize(int count) {
    for (int channels : new int[] {1, 3}) {
      List<Rig.Told> told =
          rig.assertSame(
              "brightness_contrast | gaussian_blur | grayscale | invert | sobel",
              pictures(count, 33, 7, channels));
      assertThat(told).allMatch(t -> t.accelerator().equals(Rig.STAND_IN) && !t.fellBack());
    }
  }

  @Test
  void takesPicturesOfAnotherShapeFromRunToRun() {
    String chain = "gaussian_blur(sigma=2) | invert | sharpen";
    try (Program program = Rig.compile(rig.gpu, chain)) {
      for (int run = 0; run < 3; run++) {
        for (int[] size : new int[][] {{1, 1}, {640, 480}, {17, 1}, {1, 17}, {64, 48}}) {
          rig.assertSame(program, chain, pictures(run + 2, size[0], size[1], 1 + 2 * (run % 2)));
        }
      }
    }
  }
}
