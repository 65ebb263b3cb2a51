package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.filter2D;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import java.util.Optional;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;

/**
 * Shows a relief in gray, lit from one side, channel by channel: {@code cv::filter2D} with the
 * default border and an offset of 128. In its 3 x 3 kernel, neighbours towards the light have the
 * weight -strength, those away from it +strength, and the rest 0.
 */
@AutoService(Filter.class)
public final class Emboss implements Filter {

  /** Where the light comes from; x grows to the right, y downwards. */
  private enum Light {
    NORTH_WEST(-1, -1),
    NORTH(0, -1),
    NORTH_EAST(1, -1),
    EAST(1, 0),
    SOUTH_EAST(1, 1),
    SOUTH(0, 1),
    SOUTH_WEST(-1, 1),
    WEST(-1, 0);

    private final int x;
    private final int y;

    Light(int x, int y) {
      this.x = x;
      this.y = y;
    }

    /** The weights of the kernel, row by row. */
    short[] weights(int strength) {
      short[] weights = new short[9];
      for (int i = 0; i < weights.length; i++) {
        int towards = x * (i % 3 - 1) + y * (i / 3 - 1);
        weights[i] = (short) (-strength * Integer.signum(towards));
      }
      return weights;
    }
  }

  private static final Choice<Light> LIGHT =
      Choice.of("direction", "Light from", "Where the light comes from.", Light.NORTH_WEST);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "emboss",
            "Emboss",
            "Shows a picture as a relief in gray stone.",
            LIGHT.parameter(),
            Numeric.steps("strength", "Strength", "Depth of the relief.", 1, 16, 1, "", 1))
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 2.5;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new Relief(weights(arguments));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    Argument weights = Table.of(weights(arguments));
    return Optional.of(
        shape -> KernelPlan.of(shape, Lines.rows(shape, "emboss_relief", SOURCE, TARGET, weights)));
  }

  private static short[] weights(Arguments arguments) {
    return LIGHT.in(arguments).weights(arguments.whole("strength"));
  }

  private static final class Relief implements CpuForm {

    private static final int DEPTH_OF_SOURCE = -1;
    private static final int GRAY = 128;

    private final Mat kernel = new Mat(3, 3, CV_32FC1);
    private final Point centre = new Point(-1, -1);

    private Relief(short[] weights) {
      try (FloatIndexer cells = kernel.createIndexer()) {
        for (int i = 0; i < weights.length; i++) {
          cells.put(i / 3, i % 3, weights[i]);
        }
      }
    }

    @Override
    public void apply(Mat source, Mat target) {
      filter2D(source, target, DEPTH_OF_SOURCE, kernel, centre, GRAY, BORDER_DEFAULT);
    }

    @Override
    public void close() {
      kernel.close();
      centre.close();
    }
  }
}
