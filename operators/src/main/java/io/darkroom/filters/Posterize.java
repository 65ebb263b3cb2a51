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
 * Reduces the number of tones by one table: {@code cv::LUT} with v &rarr; floor(255 * k / (levels -
 * 1) + 0.5), where k = floor(v * levels / 256). So equal parts of 0..255 become evenly spaced tones
 * from 0 to 255, channel by channel.
 */
@AutoService(Filter.class)
public final class Posterize implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "posterize",
            "Posterize",
            "Reduces the number of tones, as on a printed poster.",
            Numeric.steps("levels", "Levels", "Number of tones in each channel.", 2, 64, 1, "", 4))
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    int levels = arguments.whole("levels");
    byte[] table = Tables.of(v -> (255 * (v * levels / 256) + (levels - 1) / 2.0) / (levels - 1));
    return List.of(Lookup.everyChannel(table));
  }
}
