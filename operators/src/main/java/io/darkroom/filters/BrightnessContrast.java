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
 * Changes brightness and contrast by one table: {@code cv::LUT} with v &rarr; floor(contrast * (v -
 * 128) + 128 + brightness + 0.5), in double precision, clamped to 0..255, so that halves round up.
 * All channels use the same table.
 */
@AutoService(Filter.class)
public final class BrightnessContrast implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "brightness_contrast",
            "Brightness and contrast",
            "Changes the brightness and the contrast of each picture.",
            Numeric.steps("brightness", "Brightness", "Added to every value.", -255, 255, 1, "", 0),
            Numeric.range(
                "contrast",
                "Contrast",
                "Above 1 moves values away from middle gray, 128; below 1 moves them towards it.",
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
