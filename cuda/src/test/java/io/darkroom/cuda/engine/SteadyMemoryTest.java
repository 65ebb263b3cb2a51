package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.engine.Program;
import io.darkroom.filters.Picture;
import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** Tests the GPU memory while frames flow, and with separate buffers. */
class SteadyMemoryTest {

  private static final String APART = "darkroom.cuda.apart";
  private static final List<String> CHAINS =
      List.of("gaussian_blur | invert", "clahe", "canny", "background_subtraction", "grayscale");

  private final StandIn standIn = StandIn.get();

  /** The driver waits for the whole GPU when memory is freed, which would delay other slots. */
  @Test
  void freesNothingWhileAThousandFramesFlowThroughChangingChains() {
    try (Rig rig = new Rig(standIn);
        ImageBuffers buffers = rig.gpu.buffers()) {
      standIn.with("LAZY", 1);
      for (int run = 0; run < 100; run++) {
        Shape shape = new Shape(40 + 13 * (run % 7), 30 + 11 * (run % 5), 3);
        try (Program program = Rig.compile(rig.gpu, CHAINS.get(run % CHAINS.size()))) {
          List<Mat> images = images(buffers, shape, 10);
          assertThat(Rig.runImages(program, images)).noneMatch(Rig.Outcome::fellBack);
        }
      }
      assertThat(standIn.count("frees")).isZero();
      standIn.with("LAZY", 0);
    }
  }

  private static List<Mat> images(ImageBuffers buffers, Shape shape, int count) {
    return IntStream.range(0, count).mapToObj(i -> buffers.at(i, shape)).toList();
  }

  @Test
  void usesPlainMemoryBeyondTheLimitOfPinnedMemory() {
    EngineSite site = new EngineSite("slot 1", Optional.empty(), FaultPolicy.CPU, 20L << 20);
    try (Rig rig = new Rig(Optional.of(standIn), site);
        ImageBuffers buffers = rig.gpu.buffers();
        Program program = Rig.compile(rig.gpu, "invert")) {
      Shape shape = new Shape(1000, 700, 3);
      List<Mat> images = images(buffers, shape, 16);

      double plain = rig.gauge("slot_plain_pictures_total");
      assertThat(plain).isPositive().isLessThan(16);
      assertThat(rig.gauge("slot_pinned_memory_bytes")).isLessThanOrEqualTo(20L << 20);
      assertThat(Rig.runImages(program, images)).noneMatch(Rig.Outcome::fellBack);
    }
  }

  @Test
  void freesItsBuffersWhileAChainRunsOnTheCpuForLackOfMemory() {
    try (Rig rig = new Rig(standIn);
        Program small = Rig.compile(rig.gpu, "gaussian_blur");
        Program large = Rig.compile(rig.gpu, "gaussian_blur | clahe")) {
      assertThat(Rig.run(small, Rig.pictures(4, 60, 40, 3))).noneMatch(Rig.Outcome::fellBack);
      standIn.with("MEMORY", 18L << 20);

      assertThat(Rig.run(large, Rig.pictures(2, 2000, 1500, 3))).allMatch(Rig.Outcome::fellBack);

      assertThat(standIn.count("allocations")).isEqualTo(1);
      assertThat(Rig.run(small, Rig.pictures(4, 60, 40, 3))).noneMatch(Rig.Outcome::fellBack);
    }
  }

  @Test
  void givesTheSameResultsWithSeparateBuffers() {
    System.setProperty(APART, "true");
    try {
      Rig rig = new Rig(Optional.of(standIn), FaultPolicy.CPU);
      for (String chain : CHAINS) {
        List<Picture> pictures = Rig.pictures(5, 37, 29, 3);
        assertThat(rig.assertSame(chain, pictures)).noneMatch(Rig.Outcome::fellBack);
      }
      try (Program program = Rig.compile(rig.gpu, "gaussian_blur | invert")) {
        long before = standIn.count("allocations");
        Rig.run(program, Rig.pictures(1, 37, 29, 3));
        assertThat(standIn.count("allocations") - before).isGreaterThan(3);
      }
      rig.closeAndAssertNothingHeld();
    } finally {
      System.clearProperty(APART);
    }
  }
}
