package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Hsv;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.Tables;
import java.util.List;

/**
 * Rotates the hue and scales saturation and value, by tables between {@code cv::cvtColor} with
 * {@code COLOR_BGR2HSV} and with {@code COLOR_HSV2BGR}: hue &rarr; (hue + round(degrees / 2)) mod
 * 180; saturation and value &rarr; floor(factor * v + 0.5), clamped at 255. A gray picture stays
 * gray.
 *
 * <p>The conversion back is that of {@link Hsv}: it equals OpenCV's for widths that are multiples
 * of 64, and for other widths lacks OpenCV's different rounding at the end of each row.
 */
@AutoService(Filter.class)
public final class HueSaturation implements Filter {

  private static final int HUES = 180;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "hue_saturation",
            "Hue and saturation",
            "Rotates hues and changes the strength and the brightness of colours.",
            Numeric.steps(
                "hue",
                "Hue",
                "Rotation on the colour wheel; 120 turns red into green.",
                -180,
                180,
                2,
                "°",
                0),
            Numeric.range(
                "saturation",
                "Saturation",
                "Factor for the strength of colours; 0 removes colour.",
                0,
                4,
                0.05,
                1.5),
            Numeric.range("value", "Value", "Factor for the brightness.", 0, 4, 0.05, 1))
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    int turn = arguments.whole("hue") / 2;
    byte[] hues = Tables.of(hue -> Math.floorMod(hue + turn, HUES));
    byte[] saturations = scaled(arguments.number("saturation"));
    byte[] values = scaled(arguments.number("value"));
    return List.of(new Hsv(new Lookup(List.of(hues, saturations, values))));
  }

  private static byte[] scaled(double factor) {
    return Tables.of(v -> Math.floor(factor * v + 0.5));
  }
}
