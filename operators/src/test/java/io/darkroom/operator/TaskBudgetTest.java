package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Reject;
import java.time.Duration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames that a task refuses before it decodes them, with the operator as Flink runs it. */
class TaskBudgetTest extends OperatorHarness {

  private static final OperatorOptions DEFAULT = OperatorOptions.DEFAULT;
  private static final byte[] HUGE = LargePng.black(8192, 8192);

  private void open(TaskBudget budget) throws Exception {
    open(DEFAULT.withBudget(budget), null);
  }

  private void send(String stream, byte[] png) throws Exception {
    harness.processElement(new StreamRecord<>(frame(stream, T0, png)));
  }

  private void sendSmall(String stream) throws Exception {
    send(stream, LargePng.black(64, 48));
  }

  private Reject onlyReject() {
    assertThat(rejects()).hasSize(1);
    return rejects().get(0);
  }

  @Test
  void refusesAHugePictureForAModelAndProcessesTheNextFrame() throws Exception {
    put("p", "cam", "background_subtraction", T0);
    open(DEFAULT, null);
    send("cam", HUGE);
    sendSmall("cam");

    assertThat(onlyReject().code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
    assertThat(onlyReject().message())
        .containsPattern("memory: [0-9]{10} bytes for a picture of 8192 x 8192 px and its chain")
        .contains("at most 1073741824 in all")
        .contains("--task-memory");
    assertThat(results()).hasSize(1);
  }

  @Test
  void runsOnlyThePipelinesThatFit() throws Exception {
    put("large", "cam", "background_subtraction", T0);
    put("small", "cam", "invert", T0);
    open(TaskBudget.DEFAULT.withMemory(64 << 20));
    send("cam", LargePng.black(1000, 1000));

    assertThat(onlyReject().pipelineId()).isEqualTo("large");
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().pipelineId())
        .containsExactly("small");
  }

  @Test
  void processesABundleThatDoesNotFitInPartsAndInOrder() throws Exception {
    put("p", "cam", "flip", T0);
    open(DEFAULT.withBundles(8, 5).withBudget(TaskBudget.DEFAULT.withMemory(16 << 20)), null);
    byte[] png = LargePng.black(1000, 800);
    for (int i = 0; i < 8; i++) {
      send("cam", png);
    }
    assertThat(rejects()).isEmpty();
    assertThat(results())
        .extracting(Frame::sequence)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void reusesMemoryForManyChainsOfOneFrame() throws Exception {
    for (int i = 10; i < 30; i++) {
      put("p" + i, "cam", "sharpen(sigma=%d)".formatted(i - 9), T0);
    }
    open(TaskBudget.DEFAULT.withMemory(32 << 20));
    send("cam", LargePng.black(1000, 700));
    assertThat(rejects()).isEmpty();
    assertThat(results()).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resize(width=4000) | invert",
        "rotate(angle=45) | rotate(angle=45) | rotate(angle=45) | rotate(angle=45)",
        "resize(width=2000) | resize(width=3900) | crop(width=10, height=10)"
      })
  void refusesAChainThatEnlargesStepByStep(String chain) throws Exception {
    put("p", "cam", chain, T0);
    open(DEFAULT.withLimits(new ImageLimits(8192, 10 << 20, 4_000_000)), null);
    send("cam", LargePng.black(1200, 1000));
    sendSmall("other");

    assertThat(onlyReject().code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    assertThat(onlyReject().message())
        .containsPattern("(resize|rotate): [0-9]+ x [0-9]+ px, which is [0-9]+ pixels")
        .contains("at most 4000000 pixels")
        .contains("--max-image-pixels");
  }

  @Test
  void refusesAPictureWithTooManyPixelsEvenIfItsSidesAreShort() throws Exception {
    put("p", "cam", "invert", T0);
    open(DEFAULT.withLimits(new ImageLimits(8192, 10 << 20, 999_999)), null);
    send("cam", LargePng.black(1000, 1000));
    send("cam", LargePng.black(1000, 999));

    assertThat(onlyReject().code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    assertThat(onlyReject().message()).contains("1000000 pixels").contains("at most 999999 pixels");
    assertThat(results()).hasSize(1);
  }

  @Test
  void refusesAPathologicalChainWithItsEstimateAndTheLimit() throws Exception {
    put("p", "cam", "bilateral(diameter=31) | ".repeat(31) + "bilateral(diameter=31)", T0);
    open(DEFAULT, null);
    send("cam", LargePng.black(1920, 1080));
    sendSmall("cam");

    assertThat(onlyReject().code()).isEqualTo(ErrorCode.CHAIN_TOO_COSTLY);
    assertThat(onlyReject().message())
        .containsPattern("chain: about [0-9]+\\.[0-9] s for 1920 x 1080 px")
        .contains("at most 5.0 s")
        .contains("--max-frame-cost");
    assertThat(results()).hasSize(1);
  }

  @Test
  void limitsTheCostOfAFrameAsConfigured() throws Exception {
    put("p", "cam", "gaussian_blur(sigma=20)", T0);
    open(TaskBudget.DEFAULT.withFrameCost(Duration.ofMillis(10)));
    send("cam", LargePng.black(640, 480));
    sendSmall("cam");
    assertThat(onlyReject().code()).isEqualTo(ErrorCode.CHAIN_TOO_COSTLY);
    assertThat(results()).hasSize(1);
  }

  @Test
  void keepsTheModelOfAStreamIfThatOfAnotherIsRefused() throws Exception {
    put("huge", "a", "frame_difference", T0);
    put("small", "b", "frame_difference", T0);
    open(TaskBudget.DEFAULT.withMemory(24 << 20));
    sendSmall("b");
    send("a", LargePng.black(4000, 4000));
    sendSmall("b");

    assertThat(onlyReject().pipelineId()).isEqualTo("huge");
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().warmingUp())
        .containsExactly(true, false);
  }

  @Test
  void acceptsNoMorePipelinesThanConfigured() throws Exception {
    put("a", "cam", "invert", T0);
    put("b", "cam", "invert", T0);
    open(TaskBudget.DEFAULT.withPipelines(1));
    sendSmall("cam");
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().pipelineId())
        .containsExactly("a");
  }
}
