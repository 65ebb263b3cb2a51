package io.darkroom.operator;

import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Text;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;

/** Allocates more memory than any machine has, in the ways that filters do. */
final class HungryFilter implements Filter {

  private static final long TOO_MUCH = 1L << 60;
  private static final int TOO_LONG = 1 << 30;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
        "hungry", "Hungry", "Wants memory.", new Text("way", "Way", "How.", 20, "none"));
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    String way = arguments.text("way");
    if (way.equals("preparing")) {
      new BytePointer(TOO_MUCH).close();
    }
    return (source, target) -> {
      switch (way) {
        case "opencv" -> target.create(TOO_LONG, 1 << 12, opencv_core.CV_64FC4);
        case "javacpp" -> new BytePointer(TOO_MUCH).close();
        default -> source.copyTo(target);
      }
    };
  }
}
