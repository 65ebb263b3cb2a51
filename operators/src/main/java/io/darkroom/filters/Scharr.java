package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_imgproc.FILTER_SCHARR;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.filter.Filter;

/**
 * Detects edges by the first derivative, equally at every angle: {@code cv::Scharr} to 16 bits with
 * the default border, then {@code cv::convertScaleAbs}; the magnitude is |x| + |y|, by {@code
 * cv::add} of both, clamped at 255. A colour picture is first converted to BT.601 gray ({@code
 * COLOR_BGR2GRAY}); the result is gray.
 */
@AutoService(Filter.class)
public final class Scharr extends SlopeFilter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "scharr",
            "Scharr",
            "Shows edges like sobel, but more strongly and equally at every angle.",
            Slopes.DIRECTION.parameter())
        .producing(Channels.GRAY)
        .onGpu();
  }

  @Override
  public double nanosPerPixel(Arguments arguments) {
    return 2;
  }

  @Override
  int kernelSize(Arguments arguments) {
    return FILTER_SCHARR;
  }
}
