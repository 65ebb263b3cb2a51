package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.cuda.engine.Rig.Outcome;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Filtered.KernelTime;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filters.Picture;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaEngineTest {

  private static final List<String> STEPS =
      List.of(
          "brightness_contrast(brightness=20)",
          "invert",
          "grayscale",
          "grayscale(algorithm=average)",
          "gaussian_blur(sigma=1)",
          "sobel",
          "sharpen",
          "flip",
          "resize(width=20)",
          "rotate",
          "morphology",
          "equalize_histogram",
          "canny");

  private Optional<StandIn> standIn;
  private Rig rig;

  @BeforeEach
  void open() {
    standIn = StandIn.unlessReal();
    rig = new Rig(standIn, FaultPolicy.CPU);
  }

  @AfterEach
  void assertNothingHeld() {
    rig.closeAndAssertNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 16, 20, 50})
  void equalsTheCpuForAllBundleSizes(int count) {
    for (int channels : new int[] {1, 3}) {
      List<Outcome> outcomes =
          rig.assertSame(
              "brightness_contrast | gaussian_blur | grayscale | invert | sobel",
              Rig.pictures(count, 33, 7, channels));
      assertThat(outcomes).allMatch(t -> t.accelerator().startsWith("cuda:") && !t.fellBack());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void equalsTheCpuForRandomChains(long lazy) {
    standIn.ifPresent(s -> s.with("LAZY", lazy));
    Random random = new Random(5 + lazy);
    for (int i = 0; i < 25; i++) {
      List<String> steps = new ArrayList<>();
      for (int step = 0; step < 1 + random.nextInt(5); step++) {
        steps.add(STEPS.get(random.nextInt(STEPS.size())));
      }
      int width = 1 + random.nextInt(40);
      int height = 1 + random.nextInt(30);
      rig.assertSame(
          String.join(" | ", steps),
          Rig.pictures(1 + random.nextInt(20), width, height, random.nextBoolean() ? 1 : 3));
    }
    assertThat(rig.gauge("usable")).isEqualTo(1);
  }

  @Test
  void acceptsDifferentShapesInEachRun() {
    int[][] sizes = {{1, 1}, {90, 60}, {17, 1}, {1, 17}, {30, 48}};
    String chain = "gaussian_blur(sigma=2) | invert | sharpen";
    try (Program program = Rig.compile(rig.gpu, chain)) {
      for (int run = 0; run < 3; run++) {
        for (int[] size : sizes) {
          int channels = 1 + 2 * (run % 2);
          rig.assertSame(program, chain, Rig.pictures(run + 2, size[0], size[1], channels));
        }
      }
    }
  }

  @Test
  void dropsPlansOfUnusedShapes() {
    try (Program program = Rig.compile(rig.gpu, "gaussian_blur | invert")) {
      Rig.run(program, Rig.pictures(1, 200, 50, 3));
      double first = rig.gauge("slot_device_memory_bytes");
      for (int width = 1; width < 40; width++) {
        Rig.run(program, Rig.pictures(1, width, 5, 3));
      }
      assertThat(rig.gauge("slot_device_memory_bytes")).isEqualTo(first);
      rig.assertSame(program, "gaussian_blur | invert", Rig.pictures(2, 200, 50, 3));
    }
  }

  @Test
  void learnsFramesInOrderAndRestartsWithAnotherShape() {
    String chain = "gaussian_blur | background_subtraction | invert";
    try (Program onGpu = Rig.compile(rig.gpu, chain);
        Program onCpu = Rig.compile(rig.cpu, chain)) {
      for (int width : new int[] {20, 20, 31, 20}) {
        List<Picture> pictures = Rig.pictures(30, width, 12, 3);
        List<Outcome> expected = Rig.run(onCpu, pictures);
        List<Outcome> actual = Rig.assertEqual(Rig.run(onGpu, pictures), expected, chain);
        assertThat(actual.stream().map(Outcome::warmingUp).toList())
            .isEqualTo(expected.stream().map(Outcome::warmingUp).toList());
        assertThat(actual).noneMatch(Outcome::fellBack);
      }
    }
  }

  @Test
  void readsPicturesFromItsBuffersWithoutCopying() {
    List<Picture> pictures = Rig.pictures(9, 33, 7, 3);
    try (Program onGpu = Rig.compile(rig.gpu, "gaussian_blur | invert");
        Program onCpu = Rig.compile(rig.cpu, "gaussian_blur | invert");
        ImageBuffers buffers = rig.gpu.buffers()) {
      for (int run = 0; run < 3; run++) {
        List<Mat> images = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
          Mat image = buffers.at(i, new Shape(33, 7, 3));
          image.data().put(pictures.get(i).bytes());
          images.add(image);
        }
        Rig.assertEqual(Rig.runImages(onGpu, images), Rig.run(onCpu, pictures), "lent");
        assertThat(Pinned.all(((CudaEngine) rig.gpu).slot(), images)).isTrue();
      }
    }
  }

  @Test
  void reusesTheBufferOfAnIndexForAllShapes() {
    try (ImageBuffers buffers = rig.gpu.buffers()) {
      Mat large = buffers.at(0, new Shape(40, 30, 3));
      assertThat(buffers.at(0, new Shape(40, 30, 3))).isSameAs(large);
      long address = large.data().address();
      assertThat(buffers.at(0, new Shape(10, 10, 1)).data().address()).isEqualTo(address);
      assertThat(buffers.at(0, new Shape(400, 300, 3)).cols()).isEqualTo(400);
    }
  }

  @Test
  void acceptsPartsOfPictures() {
    Picture whole = Picture.random(40, 30, 3, 1);
    try (Mat image = whole.mat();
        Mat part = image.rowRange(3, 20).colRange(5, 25);
        Program onGpu = Rig.compile(rig.gpu, "invert");
        Program onCpu = Rig.compile(rig.cpu, "invert")) {
      Rig.assertEqual(
          Rig.runImages(onGpu, List.of(part)), Rig.runImages(onCpu, List.of(part)), "part");
    }
  }

  @Test
  void passesPicturesThroughAnEmptyChain() {
    try (Mat image = Picture.random(5, 4, 3, 1).mat();
        Program program = Rig.compile(rig.gpu, "")) {
      program.run(
          List.of(image),
          new Program.Results() {
            @Override
            public void done(int index, Filtered result) {
              assertThat(result.image()).isSameAs(image);
              assertThat(result.filterNanos()).isEmpty();
            }

            @Override
            public void failed(int index, DarkroomException failure) {
              throw failure;
            }
          });
    }
  }

  @Test
  void failsPicturesThatAFilterRefuses() {
    List<Outcome> outcomes =
        rig.assertSame("invert | resize(height=100)", Rig.pictures(2, 640, 4, 1));

    assertThat(outcomes).allMatch(t -> t.failure().code() == ErrorCode.IMAGE_TOO_LARGE);
  }

  @Test
  void measuresTheTimeOfEveryFilter() {
    try (Program program = Rig.compile(rig.gpu, "invert | brightness_contrast | gaussian_blur")) {
      long[] nanos = Rig.run(program, Rig.pictures(1, 60, 40, 3)).get(0).nanos();

      assertThat(nanos).hasSize(3);
      assertThat(nanos[0]).isPositive().isEqualTo(nanos[1]);
      assertThat(nanos[2]).isPositive();
      assertThat(rig.gauge("slot_busy_seconds_total")).isPositive();
    }
  }

  @Test
  void reportsEachKernelPassWithItsFilters() {
    try (Program program = Rig.compile(rig.gpu, "invert | brightness_contrast | gaussian_blur")) {
      Outcome outcomes = Rig.run(program, Rig.pictures(1, 60, 40, 3)).get(0);

      assertThat(outcomes.kernels()).hasSizeGreaterThan(2);
      KernelTime points = outcomes.kernels().get(0);
      assertThat(points.firstFilter()).isZero();
      assertThat(points.filters()).isEqualTo(2);
      assertThat(points.nanos())
          .isBetween(outcomes.nanos()[0] * 2 - 1, outcomes.nanos()[0] * 2 + 1);
      assertThat(outcomes.kernels().subList(1, outcomes.kernels().size()))
          .allMatch(pass -> pass.firstFilter() == 2 && pass.filters() == 1)
          .allMatch(pass -> !pass.name().isEmpty());
      long passes = outcomes.kernels().stream().skip(1).mapToLong(KernelTime::nanos).sum();
      assertThat(passes).isEqualTo(outcomes.nanos()[2]);
    }
  }

  @Test
  void continuesAfterAFailedReceiver() {
    standIn.ifPresent(s -> s.with("LAZY", 1));
    try (Program program = Rig.compile(rig.gpu, "gaussian_blur");
        Mat image = Picture.random(300, 200, 3, 1).mat()) {
      List<Mat> images = List.of(image, image, image, image, image, image, image);
      assertThatThrownBy(() -> program.run(images, Rig.fullSink())).hasMessage("sink: full");
      rig.assertSame(program, "gaussian_blur", Rig.pictures(7, 30, 20, 3));
    }
    assertThat(rig.gpu.trouble()).isEmpty();
  }
}
