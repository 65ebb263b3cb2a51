package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Detects edges as thin lines: {@code cv::Canny} of the BT.601 luma ({@code COLOR_BGR2GRAY}); the
 * result is gray, 255 on edges and 0 elsewhere. If the low threshold is above the high one, they
 * are swapped, as in OpenCV. After J. Canny, A Computational Approach to Edge Detection, 1986.
 *
 * <p>The kernels find the pixels that are connected to a strong edge by union-find instead of a
 * search, after J. Jaiganesh and M. Burtscher, A High-Performance Connected Components
 * Implementation for GPUs, 2018.
 */
@AutoService(Filter.class)
public final class Canny implements Filter {

  private static final int STEEPEST = 32767;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "canny",
            "Canny",
            "Draws outlines, one pixel wide.",
            threshold(
                "low",
                "Low threshold",
                "Edges steeper than this count if they are connected to one above the high"
                    + " threshold.",
                50),
            threshold(
                "high",
                "High threshold",
                "Edges steeper than this always count; larger apertures need higher thresholds.",
                150),
            Numeric.steps(
                "aperture",
                "Aperture",
                "Side of the square in which steepness is measured.",
                3,
                7,
                2,
                "px",
                3),
            new Checkbox(
                "l2_gradient",
                "L2 gradient",
                "Measures steepness as the root of x² + y² instead of |x| + |y|: finer, slower.",
                "false"))
        .producing(Channels.GRAY)
        .onGpu();
  }

  private static Numeric threshold(String id, String title, String help, int value) {
    return Numeric.whole(id, title, help, 0, STEEPEST, "", value);
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    boolean wide = arguments.whole("aperture") > 3;
    return wide || arguments.flag("l2_gradient") ? 15 : 10;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new Outlines(
        arguments.whole("low"),
        arguments.whole("high"),
        arguments.whole("aperture"),
        arguments.flag("l2_gradient"));
  }

  private record Outlines(int low, int high, int aperture, boolean l2, Mat gray)
      implements CpuForm {

    private Outlines(int low, int high, int aperture, boolean l2) {
      this(low, high, aperture, l2, new Mat());
    }

    @Override
    public void apply(Mat source, Mat target) {
      opencv_imgproc.Canny(Luma.of(source, gray), target, low, high, aperture, l2);
    }

    @Override
    public void close() {
      gray.close();
    }
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    int aperture = arguments.whole("aperture");
    boolean l2 = arguments.flag("l2_gradient");
    int one = level(arguments.whole("low"), aperture, l2);
    int other = level(arguments.whole("high"), aperture, l2);
    Argument low = Argument.of(Math.min(one, other));
    Argument high = Argument.of(Math.max(one, other));
    Argument squared = Argument.of(l2 ? 1 : 0);
    return Optional.of(source -> plan(source, aperture, low, high, squared));
  }

  /** The value that OpenCV compares gradients with; it divides those of aperture 7 by 16. */
  private static int level(int threshold, int aperture, boolean l2) {
    double scaled = aperture == 7 ? threshold / 16.0 : threshold;
    return (int) Math.floor(l2 ? scaled * scaled : scaled);
  }

  private static KernelPlan plan(
      Shape source, int aperture, Argument low, Argument high, Argument squared) {
    Shape output = source.withChannels(1);
    Argument luma = Scratch.of("luma", output.bytes());
    Argument gradient = Scratch.of("gradient", 4 * output.bytes());
    Argument parents = Scratch.of("parents", 4 * (output.bytes() + 1));
    return KernelPlan.of(
        output,
        Pass.over(source, "canny_luma", SOURCE, luma),
        Pass.over(source, "canny_gradient", SOURCE, luma, gradient, Argument.of(aperture)),
        Pass.over(source, "canny_thin", SOURCE, gradient, parents, low, high, squared),
        Pass.over(source, "canny_connect", SOURCE, parents),
        Pass.over(source, "canny_write", TARGET, parents));
  }
}
