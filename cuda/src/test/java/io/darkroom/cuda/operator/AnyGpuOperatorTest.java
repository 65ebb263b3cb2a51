package io.darkroom.cuda.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.operator.OperatorOptions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the operator on a real GPU or the stand-in. */
@Tag("slow")
class AnyGpuOperatorTest {

  private static final List<String> CHAINS =
      List.of("gaussian_blur(sigma=3) | invert", "sobel | threshold(mode=otsu)");
  private static final int FRAMES = 30;

  @Test
  void givesTheSamePixelsAsTheCpu() throws Exception {
    StandIn.orRealGpu();
    FreshGpus.forget();
    List<Frame> onGpu = results(Accelerator.CUDA);
    List<Frame> onCpu = results(Accelerator.CPU);
    assertThat(onGpu).hasSize(FRAMES * CHAINS.size());
    assertThat(onGpu.stream().map(Frame::image).toList())
        .isEqualTo(onCpu.stream().map(Frame::image).toList());
    assertThat(onGpu.stream().map(frame -> frame.processing().orElseThrow()))
        .allMatch(processing -> processing.accelerator().startsWith("cuda:"))
        .noneMatch(Processing::fellBack);
  }

  private static List<Frame> results(Accelerator engine) throws Exception {
    OperatorOptions options = OperatorOptions.DEFAULT.withEngine(engine).withBundles(4, 5);
    try (OperatorRun run = new OperatorRun(options, Accelerator.AUTO, CHAINS)) {
      for (byte[] png : FrameImages.png(FRAMES)) {
        run.feed(png);
      }
      run.barrier();
      return run.results();
    }
  }
}
