package io.darkroom.cuda.kernels;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs every filter between two others through the engine, and compares the results with the CPU.
 * Each buffer is allocated separately with its exact size, so that AddressSanitizer and
 * compute-sanitizer detect accesses outside it. Usage: {@code EngineTour}.
 */
public final class EngineTour {

  private static final int[][] SIZES = {{33, 7}, {37, 35}};
  private static final int FRAMES = 4;

  private EngineTour() {}

  public static void main(String[] arguments) {
    System.setProperty("darkroom.cuda.apart", "true");
    StandIn.orRealGpu();
    System.out.printf("%d runs of chains%n", tour());
  }

  private static int tour() {
    int runs = 0;
    try (Comparison engines = new Comparison()) {
      for (String filter : GpuFilters.ids()) {
        for (int[] size : SIZES) {
          for (int channels : new int[] {1, 3}) {
            Random random = new Random(1);
            List<Picture> frames =
                random
                    .ints(FRAMES)
                    .mapToObj(seed -> Picture.random(size[0], size[1], channels, seed))
                    .toList();
            runs += engines.compare(chain(filter), frames, filter) ? 1 : 0;
          }
        }
      }
    }
    return runs;
  }

  private static List<ValidStep> chain(String filter) {
    List<ValidStep> chain = new ArrayList<>(FilterRun.steps("box_blur"));
    chain.add(new Settings(GpuFilters.definition(filter)).every().get(0));
    chain.addAll(FilterRun.steps("invert"));
    return chain;
  }
}
