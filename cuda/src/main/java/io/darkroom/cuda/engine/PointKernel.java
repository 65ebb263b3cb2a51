package io.darkroom.cuda.engine;

import io.darkroom.filter.PointOperation;
import io.darkroom.filter.PointOperation.Hsv;
import io.darkroom.filter.PointOperation.LightnessGray;
import io.darkroom.filter.PointOperation.Lookup;
import io.darkroom.filter.PointOperation.MeanGray;
import io.darkroom.filter.PointOperation.Mix;
import io.darkroom.filter.PointOperation.WeightedGray;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Encodes point operations as data for the kernel that runs them, {@code point.cu}. */
public final class PointKernel {

  /** The module that contains the kernel. */
  public static final String MODULE = "point";

  private static final int LOOKUP = 0;
  private static final int WEIGHTED_GRAY = 1;
  private static final int MEAN_GRAY = 2;
  private static final int LIGHTNESS_GRAY = 3;
  private static final int MIX = 4;
  private static final int HSV = 5;
  private static final int INTS_EACH = 16;

  private static final int THREADS = 256;
  private static final int PIXELS_EACH = 4;

  private final List<Integer> code = new ArrayList<>();
  private final ByteArrayOutputStream tables = new ByteArrayOutputStream();

  private PointKernel() {}

  /** Plans one pass for pictures of a shape. */
  public static KernelPlan plan(List<PointOperation> operations, Shape source) {
    return new PointKernel().planOf(operations, source);
  }

  private KernelPlan planOf(List<PointOperation> operations, Shape source) {
    int channels = source.channels();
    for (PointOperation operation : operations) {
      add(operation, channels);
      channels = operation.channelsOut(channels);
    }
    Pass pass =
        Pass.inBlocks(
            Pass.blocks(source.width() * source.height(), THREADS * PIXELS_EACH),
            1,
            THREADS,
            1,
            "point_operations",
            Argument.SOURCE,
            Argument.TARGET,
            Argument.of(code.size() / INTS_EACH),
            Table.of(code.isEmpty() ? new int[1] : code.stream().mapToInt(i -> i).toArray()),
            Table.of(tables.size() == 0 ? new byte[1] : tables.toByteArray()));
    return KernelPlan.of(source.withChannels(channels), pass);
  }

  /** Operations that convert colour to gray are skipped for gray pictures. */
  private void add(PointOperation operation, int channels) {
    if (channels == 3) {
      addForColour(operation);
    } else if (operation instanceof Hsv hsv) {
      emit(LOOKUP, places(hsv.ofGray()));
    } else if (operation.channelsOut(3) == 3) {
      addForColour(operation);
    }
  }

  private void addForColour(PointOperation operation) {
    if (operation instanceof Lookup lookup) {
      emit(LOOKUP, places(lookup));
    } else if (operation instanceof WeightedGray gray) {
      emit(WEIGHTED_GRAY, gray.blue(), gray.green(), gray.red());
    } else if (operation instanceof MeanGray) {
      emit(MEAN_GRAY);
    } else if (operation instanceof LightnessGray) {
      emit(LIGHTNESS_GRAY);
    } else if (operation instanceof Mix mix) {
      emit(MIX, mix.weights().stream().mapToInt(i -> i).toArray());
    } else if (operation instanceof Hsv hsv) {
      int[] places = places(hsv.tables());
      emit(HSV, places[0], places[1], places[2], Hsv.fused() ? 1 : 0);
    } else {
      throw new IllegalStateException("point operation without a kernel: " + operation);
    }
  }

  private int[] places(Lookup lookup) {
    int start = tables.size();
    lookup.tables().forEach(tables::writeBytes);
    int step = lookup.tables().size() == 1 ? 0 : 256;
    return new int[] {start, start + step, start + 2 * step};
  }

  private void emit(int number, int... operands) {
    code.add(number);
    for (int i = 0; i < INTS_EACH - 1; i++) {
      code.add(i < operands.length ? operands[i] : 0);
    }
  }
}
