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
 * Applies gamma correction by one table: {@code cv::LUT} with v &rarr; floor(255 * (v / 255)^(1 /
 * gamma) + 0.5), in double precision. All channels use the same table.
 */
@AutoService(Filter.class)
public final class Gamma implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "gamma",
            "Gamma",
            "Brightens or darkens the middle tones; black and white stay the same.",
            Numeric.range(
                "gamma", "Gamma", "Above 1 brightens, below 1 darkens.", 0.1, 10, 0.1, 1.8))
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    double exponent = 1 / arguments.number("gamma");
    byte[] table = Tables.of(v -> Math.floor(255 * StrictMath.pow(v / 255.0, exponent) + 0.5));
    return List.of(Lookup.everyChannel(table));
  }
}
