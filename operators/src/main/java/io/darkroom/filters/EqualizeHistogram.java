package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
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

/**
 * Spreads tones evenly: {@code cv::equalizeHist}. For a colour picture it equalizes either the Y
 * channel of YCrCb ({@code COLOR_BGR2YCrCb} and {@code COLOR_YCrCb2BGR}), or each channel
 * separately.
 */
@AutoService(Filter.class)
public final class EqualizeHistogram implements Filter {

  private static final int THREADS = 256;
  private static final int PIXELS_EACH = 32;
  private static final int BINS = 256;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "equalize_histogram",
            "Equalize histogram",
            "Spreads the tones of a picture evenly from black to white.",
            Tones.PARAMETER.parameter())
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return Tones.PARAMETER.in(arguments).nanosPerPixel(2);
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return Tones.SCRATCH;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return Tones.PARAMETER.in(arguments).of(opencv_imgproc::equalizeHist);
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    Tones tones = Tones.PARAMETER.in(arguments);
    return Optional.of(source -> plan(source, tones));
  }

  private static KernelPlan plan(Shape source, Tones tones) {
    int planes = tones.planes(source);
    Scratch counts = Scratch.cleared("counts", (long) planes * BINS * Integer.BYTES);
    Scratch tables = Scratch.of("tables", (long) planes * BINS);
    Argument onLuma = Argument.of(tones == Tones.LUMA ? 1 : 0);
    int blocks = Pass.blocks(source.width() * source.height(), THREADS * PIXELS_EACH);
    return KernelPlan.of(
        source,
        Pass.inBlocks(
            blocks,
            planes,
            THREADS,
            1,
            "equalize_histogram_count",
            Argument.SOURCE,
            counts,
            onLuma),
        Pass.inBlocks(
            planes, 1, BINS, 1, "equalize_histogram_tables", Argument.SOURCE, counts, tables),
        Pass.over(
            source, "equalize_histogram_apply", Argument.SOURCE, Argument.TARGET, tables, onLuma));
  }
}
