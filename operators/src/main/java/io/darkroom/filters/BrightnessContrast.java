package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.Tables;
import java.util.List;

/**
 * Brightness and contrast by one table: {@code cv::LUT} with v &rarr; floor(contrast * (v - 128) +
 * 128 + brightness + 0.5), in double precision, cut to 0..255; so halves round up. The same table
 * serves every channel.
 */
@AutoService(Filter.class)
public final class BrightnessContrast implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "brightness_contrast",
            "Brightness and contrast",
            "Makes a picture brighter or darker, and its differences stronger or weaker.",
            Numeric.steps("brightness", "Brightness", "Added to every value.", -255, 255, 1, "", 0),
            Numeric.range(
                "contrast",
                "Contrast",
                "Stretches values away from the middle gray, 128, above 1, and towards it below 1.",
                0,
                4,
                0.01,
                1))
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    int brightness = arguments.whole("brightness");
    double contrast = arguments.number("contrast");
    byte[] table = Tables.of(v -> Math.floor(contrast * (v - 128) + 128 + brightness + 0.5));
    return List.of(Lookup.everyChannel(table));
  }
}
