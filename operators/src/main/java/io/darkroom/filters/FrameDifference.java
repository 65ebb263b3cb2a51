package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shows what changed since the previous frame: {@code cv::absdiff}, channel by channel, and for a
 * threshold above 0 then {@code cv::threshold} with {@code THRESH_BINARY} and 255. The first frame,
 * and the first after a change of shape, gives black. {@code grayscale | frame_difference} gives
 * gray.
 */
@AutoService(Filter.class)
public final class FrameDifference implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "frame_difference",
            "Frame difference",
            "Shows what changed since the previous frame; unchanged pixels are black.",
            Numeric.steps(
                "threshold",
                "Threshold",
                "Changes above it become white, others black; 0 shows the size of each change.",
                0,
                255,
                1,
                "",
                0))
        .remembering()
        .onGpu();
  }

  @Override
  public int framesToWarmUp(Arguments arguments) {
    return 1;
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 1;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new Difference(arguments.whole("threshold"), new Mat());
  }

  private record Difference(int level, Mat before) implements CpuForm {

    @Override
    public void apply(Mat source, Mat target) {
      boolean first =
          before.type() != source.type()
              || before.cols() != source.cols()
              || before.rows() != source.rows();
      absdiff(source, first ? source : before, target);
      if (level > 0) {
        threshold(target, target, level, 255, THRESH_BINARY);
      }
      source.copyTo(before);
    }

    @Override
    public void close() {
      before.close();
    }
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    Argument level = Argument.of(arguments.whole("threshold"));
    return Optional.of(source -> plan(source, level));
  }

  private static KernelPlan plan(Shape source, Argument level) {
    Argument before = new Model("before", source.bytes());
    Argument seen = new Model("seen", 4);
    return KernelPlan.of(
        source,
        Pass.over(
            source.width() * source.channels(),
            source.height(),
            "frame_difference_compare",
            SOURCE,
            TARGET,
            before,
            seen,
            level),
        Pass.inBlocks(1, 1, 1, 1, "frame_difference_note", seen));
  }
}
