package io.darkroom.filters;

import io.darkroom.definition.Arguments;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.kernel.KernelForm;
import java.util.Optional;

/** Base class of filters that show the first derivative of the luma, see {@link Slopes}. */
abstract class SlopeFilter implements Filter {

  /** Returns 1, 3, 5, 7, or {@code FILTER_SCHARR}. */
  abstract int kernelSize(Arguments arguments);

  @Override
  public final double scratchPerPixel(Arguments arguments) {
    return Slopes.SCRATCH;
  }

  @Override
  public final CpuForm cpu(Arguments arguments) {
    return slopes(arguments).cpu();
  }

  @Override
  public final Optional<KernelForm> kernels(Arguments arguments) {
    return Optional.of(slopes(arguments).kernels(definition().id()));
  }

  private Slopes slopes(Arguments arguments) {
    return new Slopes(Slopes.DIRECTION.in(arguments), kernelSize(arguments));
  }
}
