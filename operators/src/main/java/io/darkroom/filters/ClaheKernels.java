package io.darkroom.filters;

import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;

/**
 * Implements {@code cv::CLAHE} by kernels: they compute a table for each tile of each plane, then
 * each pixel from the tables of the four tiles around it. Floats are computed in OpenCV's order.
 */
record ClaheKernels(double clipLimit, int tiles, Tones tones) implements KernelForm {

  private static final int VALUES = 256;
  private static final int THREADS = 32;

  /** The position of each pixel between the centres of tiles, along one axis. */
  private record Axis(int[] before, int[] after, float[] weight) {

    static Axis of(int length, int tile, int tiles) {
      Axis axis = new Axis(new int[length], new int[length], new float[length]);
      float inverse = 1.0f / tile;
      for (int i = 0; i < length; i++) {
        float place = i * inverse - 0.5f;
        int first = (int) Math.floor(place);
        axis.weight[i] = place - first;
        axis.before[i] = Math.max(first, 0);
        axis.after[i] = Math.min(first + 1, tiles - 1);
      }
      return axis;
    }
  }

  @Override
  public KernelPlan plan(Shape source) {
    boolean fits = source.width() % tiles == 0 && source.height() % tiles == 0;
    int tileWidth = source.width() / tiles + (fits ? 0 : 1);
    int tileHeight = source.height() / tiles + (fits ? 0 : 1);
    int planes = tones.planes(source);
    int count = planes * tiles * tiles;
    Scratch counts = Scratch.cleared("counts", (long) count * VALUES * Integer.BYTES);
    Scratch tables = Scratch.of("tables", (long) count * VALUES);
    Argument onLuma = Argument.of(tones == Tones.LUMA ? 1 : 0);
    return KernelPlan.of(
        source,
        Pass.over(
            tiles * tileWidth,
            tiles * tileHeight,
            "clahe_count",
            Argument.SOURCE,
            counts,
            Argument.of(planes),
            onLuma,
            Argument.of(tiles),
            Argument.of(tileWidth),
            Argument.of(tileHeight)),
        Pass.inBlocks(
            Pass.blocks(count, THREADS),
            1,
            THREADS,
            1,
            "clahe_tables",
            counts,
            tables,
            Argument.of(count),
            Argument.of(limit(tileWidth * tileHeight)),
            Argument.of(255.0f / (tileWidth * tileHeight))),
        apply(source, tables, onLuma, tileWidth, tileHeight));
  }

  /** Returns the highest count of a bin, or a count that no bin reaches if there is no limit. */
  private int limit(int pixels) {
    return clipLimit > 0 ? Math.max(1, (int) (clipLimit * pixels / VALUES)) : Integer.MAX_VALUE;
  }

  private Pass apply(Shape source, Scratch tables, Argument onLuma, int tileWidth, int tileHeight) {
    Axis across = Axis.of(source.width(), tileWidth, tiles);
    Axis down = Axis.of(source.height(), tileHeight, tiles);
    return Pass.over(
        source,
        "clahe_apply",
        Argument.SOURCE,
        Argument.TARGET,
        tables,
        onLuma,
        Argument.of(tiles),
        Table.of(across.before),
        Table.of(across.after),
        Table.of(across.weight),
        Table.of(down.before),
        Table.of(down.after),
        Table.of(down.weight));
  }
}
