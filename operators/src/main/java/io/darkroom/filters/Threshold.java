package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY_INV;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_OTSU;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_TOZERO;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_TOZERO_INV;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_TRUNC;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.Tables;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Compares values with a level: {@code cv::threshold} with a maximum of 255, channel by channel.
 *
 * <p>Otsu's method chooses the level from the picture and needs one channel: a colour picture is
 * first converted to BT.601 gray ({@code COLOR_BGR2GRAY}), and the black and white result back to
 * three equal channels ({@code COLOR_GRAY2BGR}).
 */
@AutoService(Filter.class)
public final class Threshold implements Filter {

  private static final int WHITE = 255;
  private static final int BINS = 256;
  private static final int THREADS = 256;
  private static final int PIXELS_EACH = 32;

  private enum Mode {
    BINARY,
    BINARY_INVERSE,
    TRUNCATE,
    TO_ZERO,
    TO_ZERO_INVERSE,
    OTSU
  }

  private static final Choice<Mode> MODE =
      Choice.of(
          "mode",
          "Mode",
          "binary: white above the level, black otherwise; binary_inverse: the opposite; truncate:"
              + " limited to the level; to_zero: black up to the level; to_zero_inverse: black"
              + " above it; otsu: binary at a level chosen from the picture.",
          Mode.BINARY);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "threshold",
            "Threshold",
            "Separates dark from bright at a level.",
            Numeric.steps(
                "value",
                "Level",
                "Values above it count as bright; otsu ignores it.",
                0,
                255,
                1,
                "",
                128),
            MODE.parameter())
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    int level = arguments.whole("value");
    return switch (MODE.in(arguments)) {
      case BINARY -> table(v -> v > level ? WHITE : 0);
      case BINARY_INVERSE -> table(v -> v > level ? 0 : WHITE);
      case TRUNCATE -> table(v -> Math.min(v, level));
      case TO_ZERO -> table(v -> v > level ? v : 0);
      case TO_ZERO_INVERSE -> table(v -> v > level ? 0 : v);
      case OTSU -> List.of();
    };
  }

  private static List<PointOperation> table(IntToDoubleFunction curve) {
    return List.of(Lookup.everyChannel(Tables.of(curve)));
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 1;
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 1;
  }

  /** A single threshold is several times as fast without a table. */
  @Override
  public CpuForm cpu(Arguments arguments) {
    int level = arguments.whole("value");
    return switch (MODE.in(arguments)) {
      case BINARY -> at(level, THRESH_BINARY);
      case BINARY_INVERSE -> at(level, THRESH_BINARY_INV);
      case TRUNCATE -> at(level, THRESH_TRUNC);
      case TO_ZERO -> at(level, THRESH_TOZERO);
      case TO_ZERO_INVERSE -> at(level, THRESH_TOZERO_INV);
      case OTSU -> new Otsu();
    };
  }

  private static CpuForm at(int level, int type) {
    return (source, target) -> threshold(source, target, level, WHITE, type);
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    return MODE.in(arguments) == Mode.OTSU ? Optional.of(Threshold::otsu) : Optional.empty();
  }

  private static KernelPlan otsu(Shape source) {
    Scratch counts = Scratch.cleared("counts", BINS * Integer.BYTES);
    Scratch level = Scratch.of("level", Integer.BYTES);
    int blocks = Pass.blocks(source.width() * source.height(), THREADS * PIXELS_EACH);
    return KernelPlan.of(
        source,
        Pass.inBlocks(blocks, 1, THREADS, 1, "threshold_count", Argument.SOURCE, counts),
        Pass.inBlocks(1, 1, 1, 1, "threshold_level", Argument.SOURCE, counts, level),
        Pass.over(source, "threshold_apply", Argument.SOURCE, Argument.TARGET, level));
  }

  private static final class Otsu implements CpuForm {

    private final Mat gray = new Mat();

    @Override
    public void apply(Mat source, Mat target) {
      if (source.channels() == 1) {
        threshold(source, target, 0, WHITE, THRESH_BINARY | THRESH_OTSU);
        return;
      }
      Luma.of(source, gray);
      threshold(gray, gray, 0, WHITE, THRESH_BINARY | THRESH_OTSU);
      cvtColor(gray, target, COLOR_GRAY2BGR);
    }

    @Override
    public void close() {
      gray.close();
    }
  }
}
