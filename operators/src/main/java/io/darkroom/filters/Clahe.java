package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.createCLAHE;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_imgproc.CLAHE;

/**
 * Increases local contrast: {@code cv::createCLAHE} with the same number of tiles across and down.
 * For a colour picture it works either on the Y channel of YCrCb ({@code COLOR_BGR2YCrCb} and
 * {@code COLOR_YCrCb2BGR}), or on each channel separately.
 */
@AutoService(Filter.class)
public final class Clahe implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "clahe",
            "Local contrast (CLAHE)",
            "Brings out detail in both dark and bright areas, tile by tile.",
            Numeric.range(
                "clip_limit",
                "Clip limit",
                "How much contrast may increase; 0 sets no limit, which amplifies noise too.",
                0,
                40,
                0.1,
                3),
            Numeric.steps("tiles", "Tiles", "Number of tiles across and down.", 1, 16, 1, "", 8),
            Tones.PARAMETER.parameter())
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return Tones.PARAMETER.in(arguments).nanosPerPixel(6);
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return Tones.SCRATCH;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return Tones.PARAMETER
        .in(arguments)
        .of(new Tiled(arguments.number("clip_limit"), arguments.whole("tiles")));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    return Optional.of(
        new ClaheKernels(
            arguments.number("clip_limit"),
            arguments.whole("tiles"),
            Tones.PARAMETER.in(arguments)));
  }

  private static final class Tiled implements CpuForm {

    private final CLAHE clahe;

    private Tiled(double clipLimit, int tiles) {
      try (Size grid = new Size(tiles, tiles)) {
        clahe = createCLAHE(clipLimit, grid);
      }
    }

    @Override
    public void apply(Mat source, Mat target) {
      clahe.apply(source, target);
    }

    @Override
    public void close() {
      clahe.close();
    }
  }
}
