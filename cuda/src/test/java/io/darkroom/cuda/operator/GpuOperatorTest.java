package io.darkroom.cuda.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.operator.OperatorOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the operator with a GPU that works, is slow, missing, too old, too small, or fails. In
 * every case each frame comes out once, in order, with the same pixels as on the CPU, and with the
 * accelerator that processed it.
 */
@Tag("slow")
class GpuOperatorTest {

  private static final List<String> CHAINS =
      List.of(
          "gaussian_blur(sigma=1.5) | invert",
          "sobel | threshold(mode=otsu)",
          "brightness_contrast");
  private static final List<String> HELD =
      List.of("allocations", "pinned", "streams", "events", "modules", "contexts");
  private static final int BUNDLE = 4;
  private static final int ILLEGAL_ADDRESS = 700;
  private static final int LAUNCH_FAILED = 719;

  private final List<byte[]> frames = FrameImages.png(10);
  private final Map<String, Long> heldBefore = new HashMap<>();
  private StandIn gpu;

  @BeforeEach
  void recordWhatOthersHold() {
    for (String what : HELD) {
      heldBefore.put(what, StandIn.get().count(what));
    }
  }

  @BeforeEach
  void resetGpus() {
    gpu = StandIn.get();
    FreshGpus.forget();
  }

  @AfterEach
  void resetStandIn() {
    StandIn.renew();
    FreshGpus.forget();
  }

  @ParameterizedTest(name = "lazy: {0}")
  @ValueSource(longs = {0, 1})
  void filtersEveryFrameOnTheGpu(long lazy) throws Exception {
    gpu.with("LAZY", lazy);
    try (OperatorRun run = open(Accelerator.CUDA, Accelerator.AUTO)) {
      feed(run, frames);
      assertEveryFrame(run);
      assertThat(processings(run)).allMatch(GpuOperatorTest::onGpu).noneMatch(Processing::fellBack);
      assertThat(run.count(".darkroom_job_frames_fell_back_total")).isZero();
      assertThat(gpu.count("launches")).isPositive();
    }
    assertNothingHeld();
  }

  @Test
  void processesTheOtherFramesOfABundleWithABadFrame() throws Exception {
    List<byte[]> mixed = new ArrayList<>(frames);
    mixed.set(1, new byte[] {1, 2, 3});
    try (OperatorRun run = open(Accelerator.CUDA, Accelerator.AUTO)) {
      feed(run, mixed);
      assertThat(run.rejects()).containsExactly(ErrorCode.INVALID_IMAGE);
      assertThat(run.count(".darkroom_job_frames_rejected_total")).isEqualTo(1);
      assertThat(run.results()).hasSize((frames.size() - 1) * CHAINS.size());
      assertThat(processings(run)).allMatch(GpuOperatorTest::onGpu);
    }
  }

  @Test
  void usesTheCpuWithoutAGpuUnlessCudaIsRequired() throws Exception {
    gpu.with("DEVICES", 0);
    try (OperatorRun run = open(Accelerator.AUTO, Accelerator.AUTO)) {
      feed(run, frames);
      assertEveryFrame(run);
      assertThat(processings(run))
          .noneMatch(GpuOperatorTest::onGpu)
          .noneMatch(Processing::fellBack);
    }
    assertThatThrownBy(() -> open(Accelerator.CUDA, Accelerator.AUTO))
        .hasStackTraceContaining("the NVIDIA driver finds no GPU");
  }

  @Test
  void countsPipelinesThatRequestAMissingGpu() throws Exception {
    gpu.with("DEVICES", 0);
    try (OperatorRun run = open(Accelerator.AUTO, Accelerator.CUDA)) {
      feed(run, frames);
      assertEveryFrame(run);
      assertThat(processings(run)).allMatch(Processing::fellBack);
      assertThat(run.count(".darkroom_job_frames_fell_back_total")).isEqualTo(run.results().size());
    }
  }

  @Test
  void treatsAnOldDriverAsNoGpu() throws Exception {
    gpu.with("DRIVER", 10020);
    try (OperatorRun run = open(Accelerator.AUTO, Accelerator.AUTO)) {
      feed(run, frames);
      assertEveryFrame(run);
      assertThat(processings(run)).noneMatch(GpuOperatorTest::onGpu);
    }
    assertThatThrownBy(() -> open(Accelerator.CUDA, Accelerator.AUTO))
        .hasStackTraceContaining("the NVIDIA driver is too old: it supports CUDA 10.2");
  }

  @Test
  void losesNoFrameWhicheverAllocationFails() throws Exception {
    long asked = askedFor("allocations_asked");
    for (long n = 1; n <= asked; n++) {
      try (OperatorRun run = open(Accelerator.CUDA, Accelerator.AUTO)) {
        gpu.with("FAIL_ALLOCATION", n);
        feed(run, frames);
        assertEveryFrame(run);
        assertTruth(run);
        gpu.reset();
      }
      assertNothingHeld();
    }
    assertThat(asked).isPositive();
  }

  @Test
  void opensWhicheverAllocationFailsBeforeTheFirstFrame() throws Exception {
    for (long n = 1; n <= 4; n++) {
      gpu.with("FAIL_ALLOCATION", n);
      try (OperatorRun run = open(Accelerator.AUTO, Accelerator.CUDA)) {
        feed(run, frames);
        assertEveryFrame(run);
        assertTruth(run);
        gpu.reset();
      }
      assertNothingHeld();
    }
  }

  @ParameterizedTest(name = "error {0}")
  @ValueSource(ints = {ILLEGAL_ADDRESS, LAUNCH_FAILED})
  void losesNoFrameWhicheverLaunchFails(int error) throws Exception {
    long launches = askedFor("launches");
    for (long n = 1; n <= launches; n++) {
      try (OperatorRun run = open(Accelerator.CUDA, Accelerator.AUTO)) {
        gpu.with("FAIL_CODE", error).with("FAIL_LAUNCH", n);
        feed(run, frames);
        assertEveryFrame(run);
        assertTruth(run);
        assertThat(processings(run)).as("launch %d", n).anyMatch(Processing::fellBack);
        assertThat(processings(run).get(run.results().size() - 1).fellBack()).isTrue();
      }
      resetGpus();
    }
    assertThat(launches).isGreaterThan(CHAINS.size());
  }

  @Test
  void losesNoFrameWhicheverKernelFails() throws Exception {
    for (String kernel : List.of("point_operations", "sobel_magnitude", "threshold_apply")) {
      try (OperatorRun run = open(Accelerator.CUDA, Accelerator.AUTO)) {
        gpu.failingIn(kernel, ILLEGAL_ADDRESS);
        feed(run, frames);
        assertEveryFrame(run);
        assertTruth(run);
        assertThat(processings(run)).as(kernel).anyMatch(Processing::fellBack);
      }
      resetGpus();
    }
  }

  @Test
  void keepsALostGpuLostForLaterTasks() throws Exception {
    try (OperatorRun run = open(Accelerator.AUTO, Accelerator.AUTO)) {
      gpu.with("FAIL_LAUNCH", 1);
      feed(run, frames);
    }
    try (OperatorRun next = open(Accelerator.AUTO, Accelerator.AUTO)) {
      feed(next, frames);
      assertEveryFrame(next);
      assertThat(processings(next)).noneMatch(GpuOperatorTest::onGpu);
    }
  }

  private static OperatorRun open(Accelerator engine, Accelerator asked) throws Exception {
    OperatorOptions options = OperatorOptions.DEFAULT.withEngine(engine).withBundles(BUNDLE, 5);
    return new OperatorRun(options, asked, CHAINS);
  }

  /** Feeds all frames, and a barrier that flushes the last ones. */
  private static void feed(OperatorRun run, List<byte[]> pngs) throws Exception {
    for (byte[] png : pngs) {
      run.feed(png);
    }
    run.barrier();
  }

  /** Returns how often a run without failures calls the driver. */
  private long askedFor(String what) throws Exception {
    try (OperatorRun run = open(Accelerator.CUDA, Accelerator.AUTO)) {
      gpu.with("LAZY", 0);
      feed(run, frames);
      return gpu.count(what);
    }
  }

  /**
   * Asserts that each frame came out once per pipeline, in order, with the same pixels as on the
   * CPU.
   */
  private void assertEveryFrame(OperatorRun run) throws Exception {
    List<Frame> results = run.results();
    List<Frame> expected;
    try (OperatorRun cpu = open(Accelerator.CPU, Accelerator.AUTO)) {
      feed(cpu, frames);
      expected = cpu.results();
    }
    assertThat(results.stream().map(GpuOperatorTest::name).toList())
        .isEqualTo(expected.stream().map(GpuOperatorTest::name).toList());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(results.get(i).image())
          .as(name(expected.get(i)))
          .isEqualTo(expected.get(i).image());
    }
    assertThat(run.rejects()).isEmpty();
    assertThat(run.count(".darkroom_job_frames_read_total")).isEqualTo(frames.size());
    assertThat(run.count(".darkroom_job_frames_processed_total"))
        .isEqualTo((long) frames.size() * CHAINS.size());
  }

  /**
   * Asserts that each result is from the GPU or marked as fallback, and that fallbacks are counted.
   */
  private static void assertTruth(OperatorRun run) {
    assertThat(processings(run)).allMatch(p -> onGpu(p) != p.fellBack());
    long marked = processings(run).stream().filter(Processing::fellBack).count();
    assertThat(run.count(".darkroom_job_frames_fell_back_total")).isEqualTo(marked);
  }

  private void assertNothingHeld() {
    for (String what : HELD) {
      assertThat(gpu.count(what)).as(what).isEqualTo(heldBefore.get(what));
    }
  }

  private static List<Processing> processings(OperatorRun run) {
    return run.results().stream().map(frame -> frame.processing().orElseThrow()).toList();
  }

  private static boolean onGpu(Processing processing) {
    return processing.accelerator().equals("cuda:00000000-0000-0000-0000-000000000001");
  }

  private static String name(Frame frame) {
    return frame.sequence() + " of " + frame.processing().orElseThrow().pipelineId();
  }
}
