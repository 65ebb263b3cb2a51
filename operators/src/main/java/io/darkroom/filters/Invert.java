package io.darkroom.filters;

import static org.bytedeco.opencv.global.opencv_core.bitwise_not;

import com.google.auto.service.AutoService;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;

/** A negative: {@code cv::bitwise_not}, 255 - v for each channel. */
@AutoService(Filter.class)
public final class Invert implements Filter {

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
        "invert", "Invert", "Turns each picture into its negative, channel by channel.");
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return (source, target) -> bitwise_not(source, target);
  }
}
