package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
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
import org.bytedeco.opencv.global.opencv_xphoto;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_xphoto.GrayworldWB;

/**
 * Removes a colour cast: {@code cv::xphoto::GrayworldWB}, which scales the channels so that their
 * sums over the less colourful pixels are equal, and none becomes brighter. A gray picture stays
 * unchanged.
 *
 * <p>A pixel counts if (max - min) * 255 &lt;= round(threshold * 255) * max of its channels. A
 * channel is multiplied by its gain, rounded to 256ths; the product is truncated.
 */
@AutoService(Filter.class)
public final class WhiteBalance implements Filter {

  private static final int THREADS = 256;
  private static final int PIXELS_EACH = 32;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "white_balance",
            "White balance",
            "Removes a colour cast by making the picture gray on average.",
            Numeric.range(
                "saturation_threshold",
                "Saturation threshold",
                "Ignores pixels that are more colourful than this; 1 uses all pixels.",
                0,
                1,
                0.01,
                0.9))
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 2;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new GrayWorld(threshold(arguments));
  }

  private static float threshold(Arguments arguments) {
    return (float) arguments.number("saturation_threshold");
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    int threshold = (int) Math.rint(threshold(arguments) * 255);
    return Optional.of(source -> plan(source, threshold));
  }

  private static KernelPlan plan(Shape source, int threshold) {
    Scratch sums = Scratch.cleared("sums", 3 * Integer.BYTES);
    Scratch gains = Scratch.of("gains", 3 * Integer.BYTES);
    int blocks = Pass.blocks(source.width() * source.height(), THREADS * PIXELS_EACH);
    return KernelPlan.of(
        source,
        Pass.inBlocks(
            blocks,
            1,
            THREADS,
            1,
            "white_balance_sums",
            Argument.SOURCE,
            sums,
            Argument.of(threshold)),
        Pass.inBlocks(1, 1, 1, 1, "white_balance_gains", sums, gains),
        Pass.over(source, "white_balance_scale", Argument.SOURCE, Argument.TARGET, gains));
  }

  private static final class GrayWorld implements CpuForm {

    private final GrayworldWB balance = opencv_xphoto.createGrayworldWB();

    private GrayWorld(float threshold) {
      balance.setSaturationThreshold(threshold);
    }

    @Override
    public void apply(Mat source, Mat target) {
      if (source.channels() == 1) {
        source.copyTo(target);
      } else if (source.isContinuous()) {
        balance.balanceWhite(source, target);
      } else {
        try (Mat packed = source.clone()) {
          balance.balanceWhite(packed, target);
        }
      }
    }

    @Override
    public void close() {
      balance.close();
    }
  }
}
