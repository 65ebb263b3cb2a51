package io.darkroom.cuda.kernels;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that filters whose blocks cooperate by atomics and many passes give the same result each
 * time. Races appear only on a GPU, and rarely: use {@code -Ddarkroom.repeats=200}.
 */
class RepeatedRunsTest extends OnBothEngines {

  private static final int REPEATS = Integer.getInteger("darkroom.repeats", 3);
  private static final int FRAMES = 4;

  @ParameterizedTest
  @ValueSource(strings = {"threshold(mode=otsu)", "canny", "clahe", "white_balance"})
  void equalsTheCpuEachTime(String filter) {
    List<ValidStep> chain = FilterRun.steps(filter);
    List<Picture> frames =
        IntStream.range(0, FRAMES).mapToObj(i -> Picture.random(641, 359, 3, i)).toList();
    for (int run = 0; run < REPEATS; run++) {
      engines.compare(chain, frames, "%s, run %d".formatted(filter, run));
    }
  }
}
