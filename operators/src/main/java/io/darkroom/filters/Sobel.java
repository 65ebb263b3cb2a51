package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.convertScaleAbs;
import static org.bytedeco.opencv.global.opencv_imgproc.Sobel;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Edges by the first derivative: {@code cv::Sobel} to 16 bits with the default border, then {@code
 * cv::convertScaleAbs}; the magnitude is |x| + |y|, by {@code cv::add} of both, cut at 255. A
 * colour picture is first turned to BT.601 gray ({@code COLOR_BGR2GRAY}); the result is gray.
 */
@AutoService(Filter.class)
public final class Sobel implements Filter {

  private enum Direction {
    X,
    Y,
    MAGNITUDE
  }

  private static final Choice<Direction> DIRECTION =
      Choice.of(
          "direction",
          "Direction",
          "x finds vertical edges, y horizontal ones, magnitude both.",
          Direction.MAGNITUDE);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "sobel",
            "Sobel",
            "Shows edges: the steeper a change in brightness, the brighter.",
            DIRECTION.parameter(),
            Numeric.steps(
                "kernel_size",
                "Kernel size",
                "Larger ones are stronger and less troubled by noise; 1 does not smooth at all.",
                1,
                7,
                2,
                "px",
                3))
        .producing(Channels.GRAY);
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new Edges(DIRECTION.in(arguments), arguments.whole("kernel_size"));
  }

  private static final class Edges implements CpuForm {

    private final Direction direction;
    private final int kernelSize;
    private final Mat gray = new Mat();
    private final Mat slope = new Mat();
    private final Mat other = new Mat();

    private Edges(Direction direction, int kernelSize) {
      this.direction = direction;
      this.kernelSize = kernelSize;
    }

    @Override
    public void apply(Mat source, Mat target) {
      Mat luma = Luma.of(source, gray);
      switch (direction) {
        case X -> steepness(luma, 1, 0, target);
        case Y -> steepness(luma, 0, 1, target);
        case MAGNITUDE -> {
          steepness(luma, 1, 0, target);
          steepness(luma, 0, 1, other);
          add(target, other, target);
        }
      }
    }

    private void steepness(Mat luma, int dx, int dy, Mat target) {
      Sobel(luma, slope, CV_16S, dx, dy, kernelSize, 1, 0, BORDER_DEFAULT);
      convertScaleAbs(slope, target);
    }

    @Override
    public void close() {
      gray.close();
      slope.close();
      other.close();
    }
  }
}
