package io.darkroom.filters;

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
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.Optional;

/**
 * Darkens a picture towards its corners: v &rarr; v - round(v * shade / 256), halves to even:
 * {@code cv::multiply} with a mask and a scale of 1/256, then {@code cv::subtract}. {@link Shades}
 * computes the shade of a pixel, the same for every channel.
 */
@AutoService(Filter.class)
public final class Vignette implements Filter {

  private static final Choice<Shades.Form> FORM =
      Choice.of(
          "shape",
          "Shape",
          "ellipse follows the proportions of the picture, circle does not.",
          Shades.Form.ELLIPSE);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "vignette",
            "Vignette",
            "Darkens a picture towards its corners.",
            Numeric.range("strength", "Strength", "1 makes the corners black.", 0, 1, 0.01, 0.7),
            Numeric.range(
                "radius",
                "Radius",
                "Where darkening starts: 0 is the centre, 1 the corners.",
                0,
                1,
                0.01,
                0.3),
            Numeric.range(
                "softness",
                "Softness",
                "Distance from there to full strength, in the same unit.",
                0.01,
                1,
                0.01,
                0.7),
            FORM.parameter())
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 2;
  }

  @Override
  public double scratchPerPixel(Arguments arguments) {
    return 8;
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return new VignetteForm(shades(arguments));
  }

  private static Shades shades(Arguments arguments) {
    return new Shades(
        FORM.in(arguments),
        arguments.number("strength"),
        arguments.number("radius"),
        arguments.number("softness"));
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    Shades shades = shades(arguments);
    return Optional.of(source -> plan(source, shades));
  }

  private static KernelPlan plan(Shape source, Shades shades) {
    return KernelPlan.of(
        source,
        Pass.over(
            source,
            "vignette",
            Argument.SOURCE,
            Argument.TARGET,
            Table.of(shades.columns(source.width(), source.height())),
            Table.of(shades.rows(source.width(), source.height())),
            Table.of(shades.curve())));
  }
}
