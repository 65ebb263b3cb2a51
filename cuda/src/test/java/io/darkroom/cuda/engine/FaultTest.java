package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.cuda.engine.Rig.Outcome;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineProbe;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.engine.Program;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class FaultTest {

  private static final String CHAIN = "brightness_contrast | gaussian_blur | canny | invert";
  private static final int PICTURES = 20;

  private final List<Picture> pictures = Rig.pictures(PICTURES, 33, 7, 3);
  private StandIn standIn;

  @BeforeEach
  void begin() {
    standIn = StandIn.get();
  }

  @AfterEach
  void sound() {
    StandIn.renew();
  }

  @Test
  void worksWithAnyAmountOfMemory() {
    boolean failedAtSome = false;
    boolean ranAtSome = false;
    for (int nth = 1; nth < 40; nth++) {
      StandIn.get();
      Rig rig = new Rig(standIn);
      standIn.with("FAIL_ALLOCATION", nth);
      List<Outcome> outcomes = rig.assertSame(CHAIN, pictures);
      boolean fellBack = outcomes.stream().anyMatch(Outcome::fellBack);
      assertThat(rig.fallbacks("out_of_memory"))
          .isEqualTo((double) outcomes.stream().filter(Outcome::fellBack).count());
      assertThat(rig.gpu.trouble()).isEmpty();
      failedAtSome |= fellBack;
      ranAtSome |= !fellBack;
      rig.closeAndAssertNothingHeld();
    }
    assertThat(failedAtSome).isTrue();
    assertThat(ranAtSome).isTrue();
  }

  @Test
  void usesSmallerBundlesIfMemoryIsShort() {
    try (Rig rig = new Rig(standIn)) {
      List<Picture> large = Rig.pictures(12, 640, 500, 3);
      standIn.with("MEMORY", 60L << 20);
      assertThat(rig.assertSame("invert", large)).noneMatch(Outcome::fellBack);
      assertThat(rig.gauge("slot_device_memory_bytes")).isLessThanOrEqualTo(60L << 20);
    }
  }

  @Test
  void halvesBundlesUntilTheyFit() {
    for (int nth = 1; nth < 12; nth++) {
      standIn.reset();
      try (Rig rig = new Rig(standIn)) {
        standIn.with("FAIL_ALLOCATION", nth).with("ALLOCATIONS_FAILING", 2);
        assertThat(rig.assertSame("gaussian_blur", Rig.pictures(16, 300, 200, 3)))
            .as("allocation " + nth)
            .noneMatch(Outcome::fellBack);
      }
    }
  }

  @Test
  void restartsAModelOnTheCpuAndKeepsItThere() {
    try (Rig rig = new Rig(standIn);
        Program onGpu = Rig.compile(rig.gpu, "background_subtraction");
        Program onCpu = Rig.compile(rig.cpu, "background_subtraction")) {
      assertThat(Rig.run(onGpu, pictures)).noneMatch(Outcome::fellBack);
      standIn.with("FAIL_ALLOCATION", 1);
      List<Picture> others = Rig.pictures(PICTURES, 330, 470, 3);

      List<Outcome> outcomes =
          Rig.assertEqual(Rig.run(onGpu, others), Rig.run(onCpu, others), "model");

      assertThat(outcomes).allMatch(Outcome::fellBack);
      assertThat(outcomes.get(0).warmingUp()).isTrue();
      standIn.with("FAIL_ALLOCATION", 0);
      assertThat(Rig.run(onGpu, others)).allMatch(Outcome::fellBack);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void repeatsTheWorkOfABrokenKernelOnTheCpu(long lazy) {
    int launches = launches();
    for (int nth = 1; nth <= launches; nth++) {
      standIn.reset();
      standIn.with("LAZY", lazy);
      Rig rig = new Rig(standIn);
      standIn.with("FAIL_LAUNCH", nth);

      List<Outcome> outcomes = rig.assertSame(CHAIN, pictures);

      long redone = outcomes.stream().filter(Outcome::fellBack).count();
      assertThat(redone).as("launch " + nth).isPositive();
      assertThat(outcomes.stream().filter(Outcome::fellBack))
          .allMatch(t -> t.accelerator().equals("cpu"));
      assertThat(rig.fallbacks("device_lost")).isEqualTo((double) redone);
      assertThat(rig.gauge("usable")).isZero();
      assertThat(rig.gpu.trouble()).contains("CUDA_ERROR_ILLEGAL_ADDRESS");
      assertThat(rig.assertSame("invert", pictures)).allMatch(Outcome::fellBack);
      assertThat(rig.exits).isEmpty();
      rig.close();
    }
  }

  private int launches() {
    try (Rig rig = new Rig(standIn)) {
      rig.assertSame(CHAIN, pictures);
      return (int) rig.gauge("slot_launches_total");
    }
  }

  @Test
  void reportsALostGpuToLaterEngines() {
    try (Rig rig = new Rig(standIn)) {
      standIn.failingIn("canny_gradient", 719);
      rig.assertSame(CHAIN, pictures);

      EngineProbe probe = rig.provider.probe(EngineSite.anywhere());

      assertThat(probe.usable()).isFalse();
      assertThat(probe.reason())
          .contains("lost to this process", "CUDA_ERROR_LAUNCH_FAILED", "restart the process");
    }
  }

  @Test
  void runsOtherSlotsOfALostGpuOnTheCpu() {
    try (Rig rig = new Rig(standIn);
        Engine other = rig.provider.open(FilterRun.CATALOGUE, EngineSite.anywhere());
        Program here = Rig.compile(rig.gpu, "gaussian_blur");
        Program there = Rig.compile(other, "canny")) {
      rig.assertSame(here, "gaussian_blur", pictures);
      standIn.failingIn("canny_gradient", 700);
      assertThat(Rig.run(there, pictures)).allMatch(Outcome::fellBack);

      assertThat(rig.assertSame(here, "gaussian_blur", pictures)).allMatch(Outcome::fellBack);
      assertThat(rig.fallbacks("device_lost")).isEqualTo(PICTURES);
    }
  }

  @Test
  void exitsIfConfigured() {
    try (Rig rig = new Rig(Optional.of(standIn), FaultPolicy.EXIT)) {
      standIn.failingIn("canny_gradient", 700);
      rig.assertSame(CHAIN, pictures);

      assertThat(rig.exits).containsExactly(Faults.EXIT_CODE);
    }
  }

  @Test
  void reportsTheKernelInSynchronousMode() {
    System.setProperty("darkroom.cuda.sync", "true");
    try (Rig rig = new Rig(standIn)) {
      standIn.with("LAZY", 1).failingIn("canny_gradient", 700);
      rig.assertSame(CHAIN, pictures);

      assertThat(rig.gpu.trouble()).contains("kernel canny_gradient");
    } finally {
      System.clearProperty("darkroom.cuda.sync");
    }
  }

  @Test
  void usesTheCpuWhileAKernelHangsAndTheGpuAfterwards() {
    System.setProperty("darkroom.cuda.patience", "1");
    try (Rig rig = new Rig(standIn);
        Program program = Rig.compile(rig.gpu, "gaussian_blur")) {
      standIn.with("STUCK", 1);

      assertThat(rig.assertSame(program, "gaussian_blur", pictures)).allMatch(Outcome::fellBack);
      assertThat(rig.assertSame(program, "gaussian_blur", pictures)).allMatch(Outcome::fellBack);
      assertThat(rig.fallbacks("busy")).isEqualTo(2.0 * PICTURES);
      assertThat(rig.gpu.trouble()).isEmpty();
      standIn.with("STUCK", 0);

      await()
          .untilAsserted(
              () ->
                  assertThat(rig.assertSame(program, "gaussian_blur", pictures))
                      .noneMatch(Outcome::fellBack));
    } finally {
      System.clearProperty("darkroom.cuda.patience");
    }
  }

  @Test
  void reportsKernelAndSizesOfARefusedLaunch() {
    try (Rig rig = new Rig(standIn)) {
      standIn.with("REFUSE_LAUNCH", 701);

      assertThat(rig.assertSame("gaussian_blur", pictures)).allMatch(Outcome::fellBack);
      assertThat(rig.fallbacks("refused")).isEqualTo(PICTURES);
      assertThat(((CudaEngine) rig.gpu).faults().latest())
          .contains(
              "launch of gaussian_blur_rows (64 bytes of arguments",
              "threads): CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES");
    }
  }

  @Test
  void usesPlainMemoryForPicturesAfterAGpuLoss() {
    try (Rig rig = new Rig(standIn);
        ImageBuffers buffers = rig.gpu.buffers();
        Program program = Rig.compile(rig.gpu, "gaussian_blur | canny")) {
      List<Mat> images = lent(buffers, 33, 7);
      standIn.failingIn("canny_gradient", 700);
      assertThat(Rig.runImages(program, images)).allMatch(Outcome::fellBack);

      assertThat(Rig.runImages(program, lent(buffers, 90, 70)))
          .hasSize(3)
          .allMatch(Outcome::fellBack);
      assertThat(Rig.runImages(program, lent(buffers, 33, 7)))
          .hasSize(3)
          .allMatch(Outcome::fellBack);
    }
  }

  private static List<Mat> lent(ImageBuffers buffers, int width, int height) {
    List<Mat> images = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      images.add(buffers.at(i, new Shape(width, height, 3)));
      images.get(i).data().put(Picture.random(width, height, 3, i).bytes());
    }
    return images;
  }

  @Test
  void runsAChainWithRefusedKernelsOnTheCpu() {
    standIn.refusing("sobel_magnitude");
    Rig rig = new Rig(standIn);
    assertThat(rig.assertSame("sobel", pictures)).allMatch(Outcome::fellBack);

    assertThat(rig.fallbacks("refused")).isEqualTo(PICTURES);
    assertThat(rig.gpu.trouble()).isEmpty();
    assertThat(rig.assertSame("canny", pictures)).noneMatch(Outcome::fellBack);
    rig.closeAndAssertNothingHeld();
  }
}
