package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.flip;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.filter.Choice;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;

/** Mirrors a picture: {@code cv::flip} with 1 for horizontal, 0 for vertical, -1 for both. */
@AutoService(Filter.class)
public final class Flip implements Filter {

  private enum Direction {
    HORIZONTAL,
    VERTICAL,
    BOTH
  }

  private static final Choice<Direction> DIRECTION =
      Choice.of(
          "direction",
          "Direction",
          "horizontal swaps left and right, vertical swaps top and bottom, both turns by 180"
              + " degrees.",
          Direction.HORIZONTAL);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of("flip", "Flip", "Mirrors each picture.", DIRECTION.parameter());
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    int code =
        switch (DIRECTION.in(arguments)) {
          case HORIZONTAL -> 1;
          case VERTICAL -> 0;
          case BOTH -> -1;
        };
    return (source, target) -> flip(source, target, code);
  }
}
