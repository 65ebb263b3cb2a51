package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;
import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_32S;
import static org.bytedeco.opencv.global.opencv_imgproc.boxFilter;

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
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Fills squares, counted from the upper left corner, with their mean colour, channel by channel,
 * rounded to the nearest, halves up. A square that the right or the lower edge cuts gets the mean
 * of its visible part. The CPU form takes the sums from {@code cv::boxFilter}.
 */
@AutoService(Filter.class)
public final class Pixelate implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "pixelate",
            "Pixelate",
            "Turns a picture into squares of one colour, which hides small details.",
            Numeric.steps("block_size", "Block size", "Side of a square.", 2, 256, 1, "px", 16))
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 12;
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 12;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new Squares(arguments.whole("block_size"));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    int side = arguments.whole("block_size");
    return Optional.of(shape -> plan(shape, side));
  }

  private static KernelPlan plan(Shape shape, int side) {
    int across = Pass.blocks(shape.width(), side);
    int down = Pass.blocks(shape.height(), side);
    Shape strips = shape.withSize(shape.width(), down);
    Shape squares = shape.withSize(across, down);
    Argument sums = Scratch.of("sums", 4 * strips.bytes());
    Argument means = Scratch.of("means", squares.bytes());
    Argument size = Argument.of(side);
    return KernelPlan.of(
        shape,
        Pass.overValues(strips, "pixelate_columns", SOURCE, sums, size),
        Pass.overValues(squares, "pixelate_means", SOURCE, sums, means, size),
        Pass.overValues(shape, "pixelate_spread", means, TARGET, size));
  }

  private static final class Squares implements CpuForm {

    private final int side;
    private final Size size;
    private final Point corner = new Point(0, 0);
    private final Mat sums = new Mat();
    private byte[] row = {};

    private Squares(int side) {
      this.side = side;
      this.size = new Size(side, side);
    }

    @Override
    public void apply(Mat source, Mat target) {
      boxFilter(source, sums, CV_32S, size, corner, false, BORDER_CONSTANT);
      target.create(source.rows(), source.cols(), source.type());
      if (row.length != source.cols() * source.channels()) {
        row = new byte[source.cols() * source.channels()];
      }
      IntBuffer from = sums.createBuffer();
      ByteBuffer to = target.createBuffer();
      for (int y = 0; y < source.rows(); y++) {
        if (y % side == 0) {
          fillRow(from, y, source);
        }
        to.put(row);
      }
    }

    private void fillRow(IntBuffer from, int y, Mat source) {
      int channels = source.channels();
      int high = Math.min(side, source.rows() - y);
      for (int i = 0; i < row.length; i++) {
        int column = i / channels;
        int within = column % side;
        row[i] =
            within > 0
                ? row[i - channels]
                : mean(from.get(y * row.length + i), high * Math.min(side, source.cols() - column));
      }
    }

    private static byte mean(int sum, int count) {
      return (byte) ((2 * sum + count) / (2 * count));
    }

    @Override
    public void close() {
      size.close();
      corner.close();
      sums.close();
    }
  }
}
