package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.filter.Choice;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.PointOperation.WeightedGray;
import io.darkroom.image.OpenCv;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Brightness as colour: {@code cv::applyColorMap} of the BT.601 gray ({@code COLOR_BGR2GRAY}) of a
 * picture. The 256 colours of a map are OpenCV's own.
 */
@AutoService(Filter.class)
public final class ColorMap implements Filter {

  private static final int VALUES = 256;

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
          "The colours from dark to bright; viridis, cividis, magma, inferno and plasma rise evenly.",
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
    return List.of(WeightedGray.BT601, new Lookup(tables(MAP.in(arguments))));
  }

  private static List<byte[]> tables(Map map) {
    OpenCv.load();
    byte[] colours = new byte[3 * VALUES];
    try (Mat ramp = new Mat(1, VALUES, CV_8UC1);
        Mat mapped = new Mat()) {
      for (int v = 0; v < VALUES; v++) {
        ramp.data().put(v, (byte) v);
      }
      applyColorMap(ramp, mapped, map.ordinal());
      mapped.data().get(colours);
    }
    return channels(colours);
  }

  private static List<byte[]> channels(byte[] colours) {
    List<byte[]> tables = new ArrayList<>();
    for (int channel = 0; channel < 3; channel++) {
      byte[] table = new byte[VALUES];
      for (int v = 0; v < VALUES; v++) {
        table[v] = colours[3 * v + channel];
      }
      tables.add(table);
    }
    return tables;
  }
}
