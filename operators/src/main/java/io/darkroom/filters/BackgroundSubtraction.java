package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import java.util.Optional;

/**
 * Separates moving objects from a still background: {@code cv::createBackgroundSubtractorMOG2} with
 * OpenCV's defaults and its automatic learning rate, 1 / min(2 n, history) at the n-th frame. After
 * Z. Zivkovic, Improved adaptive Gaussian mixture model for background subtraction, 2004, and Z.
 * Zivkovic and F. van der Heijden, Efficient adaptive density estimation per image pixel for the
 * task of background subtraction, 2006.
 *
 * <p>The mask is 255 where something moves, 127 in shadows and 0 elsewhere; for a colour picture it
 * has three equal channels ({@code COLOR_GRAY2BGR}). The foreground is the picture where the mask
 * is 255, and black elsewhere. The filter warms up until the learning rate has dropped to 1 /
 * history.
 */
@AutoService(Filter.class)
public final class BackgroundSubtraction implements Filter {

  private enum Output {
    MASK,
    FOREGROUND
  }

  private static final Choice<Output> OUTPUT =
      Choice.of(
          "output",
          "Output",
          "mask: white where something moves, gray in shadows; foreground: only the moving parts"
              + " of the picture.",
          Output.MASK);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "background_subtraction",
            "Background subtraction",
            "Separates moving objects from a learned background.",
            Numeric.whole(
                "history",
                "History",
                "Number of frames that the background is learned from.",
                2,
                10_000,
                "frames",
                500),
            Numeric.range(
                "var_threshold",
                "Variance threshold",
                "Squared distance from the background, in variances, above which a pixel counts as"
                    + " moving.",
                0.1,
                1000,
                0.1,
                16),
            new Checkbox(
                "detect_shadows",
                "Detect shadows",
                "Distinguishes shadows from the objects that cast them; slower.",
                "true"),
            OUTPUT.parameter())
        .remembering()
        .onGpu();
  }

  @Override
  public int framesToWarmUp(Arguments arguments) {
    return (arguments.whole("history") + 1) / 2;
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 30; // Four times that for the first picture, which writes the whole model.
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 1;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return mixture(arguments).cpu();
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    return Optional.of(mixture(arguments)::plan);
  }

  private static Mixture mixture(Arguments arguments) {
    return new Mixture(
        arguments.whole("history"),
        arguments.number("var_threshold"),
        arguments.flag("detect_shadows"),
        OUTPUT.in(arguments) == Output.FOREGROUND);
  }
}
