package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Mix;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a picture the brown tones of old photographs: {@code cv::transform} with the usual weights
 *
 * <pre>
 *   B' = 0.131 B + 0.534 G + 0.272 R
 *   G' = 0.168 B + 0.686 G + 0.349 R
 *   R' = 0.189 B + 0.769 G + 0.393 R
 * </pre>
 *
 * <p>which are blended with the identity if the strength is below 1, and then rounded to 1024ths,
 * as OpenCV does for 8 bits.
 */
@AutoService(Filter.class)
public final class Sepia implements Filter {

  private static final double[][] BROWN = {
    {0.131, 0.534, 0.272}, {0.168, 0.686, 0.349}, {0.189, 0.769, 0.393}
  };

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "sepia",
            "Sepia",
            "Gives a picture the brown tones of an old photograph.",
            Numeric.range(
                "strength", "Strength", "0 keeps the colours, 1 is fully brown.", 0, 1, 0.01, 1))
        .producing(Channels.COLOUR)
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    double strength = arguments.number("strength");
    List<Integer> weights = new ArrayList<>();
    for (int to = 0; to < BROWN.length; to++) {
      for (int from = 0; from < BROWN.length; from++) {
        double plain = from == to ? 1 : 0;
        double weight = plain + strength * (BROWN[to][from] - plain);
        weights.add((int) Math.rint(weight * Mix.ONE));
      }
      weights.add(0);
    }
    return List.of(new Mix(weights));
  }
}
