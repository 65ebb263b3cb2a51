package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.BORDER_DEFAULT;
import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.convertScaleAbs;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Detects edges by the sum of the second derivatives: {@code cv::Laplacian} to 16 bits with the
 * default border, then {@code cv::convertScaleAbs}. A colour picture is first converted to BT.601
 * gray ({@code COLOR_BGR2GRAY}); the result is gray.
 */
@AutoService(Filter.class)
public final class Laplacian implements Filter {

  private static final short[] CROSS = {0, 1, 0, 1, -4, 1, 0, 1, 0};
  private static final short[] DIAGONALS = {2, 0, 2, 0, -8, 0, 2, 0, 2};

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "laplacian",
            "Laplacian",
            "Shows fine lines and edges in any direction.",
            Numeric.steps(
                "kernel_size",
                "Kernel size",
                "Larger kernels respond more strongly and find coarser lines.",
                1,
                7,
                2,
                "px",
                3))
        .producing(Channels.GRAY)
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return arguments.whole("kernel_size") > 3 ? 5 : 2;
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 3;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new Form(arguments.whole("kernel_size"));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    return Optional.of(Slopes.slope("laplacian", kernel(arguments.whole("kernel_size"))));
  }

  private static DerivativeKernel kernel(int size) {
    return switch (size) {
      case 1 -> new DerivativeKernel(3, CROSS);
      case 3 -> new DerivativeKernel(3, DIAGONALS);
      default -> DerivativeKernel.of(2, 0, size).plus(DerivativeKernel.of(0, 2, size));
    };
  }

  private static final class Form implements CpuForm {

    private final int kernelSize;
    private final Mat gray = new Mat();
    private final Mat curvature = new Mat();

    private Form(int kernelSize) {
      this.kernelSize = kernelSize;
    }

    @Override
    public void apply(Mat source, Mat target) {
      Mat luma = Luma.of(source, gray);
      opencv_imgproc.Laplacian(luma, curvature, CV_16S, kernelSize, 1, 0, BORDER_DEFAULT);
      convertScaleAbs(curvature, target);
    }

    @Override
    public void close() {
      gray.close();
      curvature.close();
    }
  }
}
