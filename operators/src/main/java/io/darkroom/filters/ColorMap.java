package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.filter.Choice;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.WeightedGray;
import io.darkroom.filter.Tables;
import io.darkroom.image.OpenCv;
import java.util.List;

/**
 * Shows brightness as colour: {@code cv::applyColorMap} of the BT.601 gray ({@code COLOR_BGR2GRAY})
 * of a picture, with OpenCV's maps of 256 colours.
 */
@AutoService(Filter.class)
public final class ColorMap implements Filter {

  /** In the order of {@code cv::ColormapTypes}. */
  private enum Map {
    AUTUMN,
    BONE,
    JET,
    WINTER,
    RAINBOW,
    OCEAN,
    SUMMER,
    SPRING,
    COOL,
    HSV,
    PINK,
    HOT,
    PARULA,
    MAGMA,
    INFERNO,
    PLASMA,
    VIRIDIS,
    CIVIDIS,
    TWILIGHT,
    TWILIGHT_SHIFTED,
    TURBO,
    DEEPGREEN
  }

  private static final Choice<Map> MAP =
      Choice.of(
          "map",
          "Map",
          "Colours from dark to bright; viridis, cividis, magma, inferno and plasma change evenly.",
          Map.VIRIDIS);

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "color_map", "Colour map", "Shows brightness as colour.", MAP.parameter())
        .producing(Channels.COLOUR)
        .onGpu();
  }

  @Override
  public List<PointOperation> points(Arguments arguments) {
    OpenCv.load();
    int map = MAP.in(arguments).ordinal();
    return List.of(
        WeightedGray.BT601, Tables.ofGray((gray, colour) -> applyColorMap(gray, colour, map)));
  }
}
