package io.darkroom.filters;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.filter.Choice;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.LightnessGray;
import io.darkroom.filter.PointOperation.MeanGray;
import io.darkroom.filter.PointOperation.WeightedGray;
import java.util.List;

/**
 * Converts colour to gray, in integers. A gray picture stays unchanged.
 *
 * <ul>
 *   <li>bt601: {@code cv::cvtColor} with {@code COLOR_BGR2GRAY}, which is (9798 R + 19235 G + 3735
 *       B + 16384) >> 15
 *   <li>bt709: (6966 R + 23436 G + 2366 B + 16384) >> 15
 *   <li>luminosity: (6881 R + 23593 G + 2294 B + 16384) >> 15
 *   <li>average: (R + G + B + 1) / 3, truncated, which is the mean rounded to the nearest
 *   <li>lightness: (max + min + 1) / 2, truncated, of R, G and B
 * </ul>
 */
@AutoService(Filter.class)
public final class Grayscale implements Filter {

  private enum Algorithm {
    BT601,
    BT709,
    AVERAGE,
    LIGHTNESS,
    LUMINOSITY
  }

  private static final Choice<Algorithm> ALGORITHM =
      Choice.of(
          "algorithm",
          "Algorithm",
          "How to weigh the three colours: bt601 and bt709 follow the perceived brightness of SD"
              + " and HD video, luminosity is close to bt709, average weighs all equally, lightness is"
              + " the mean of the strongest and the weakest.",
          Algorithm.BT601);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "grayscale", "Grayscale", "Turns colour into shades of gray.", ALGORITHM.parameter())
        .producing(Channels.GRAY)
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    return List.of(
        switch (ALGORITHM.in(arguments)) {
          case BT601 -> WeightedGray.BT601;
          case BT709 -> new WeightedGray(2366, 23436, 6966);
          case LUMINOSITY -> new WeightedGray(2294, 23593, 6881);
          case AVERAGE -> new MeanGray();
          case LIGHTNESS -> new LightnessGray();
        });
  }
}
