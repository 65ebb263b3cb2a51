package io.darkroom.filters;

import io.darkroom.kernel.Argument.Table;
import java.util.Arrays;

/**
 * The source lines that each line of a smaller picture covers, and the weight of each, along one
 * axis.
 *
 * @param starts the index of the first share of each output line, followed by the number of all
 *     shares
 * @param shares pairs of an {@code int}, the source line, and a {@code float}, its weight
 */
record AreaWeights(Table starts, Table shares) {

  /** Overlaps narrower than this, in px, are ignored. */
  private static final double LEAST = 1e-3;

  static AreaWeights of(int from, int to) {
    return new Shares(from, to).weights();
  }

  private static final class Shares {

    private final int from;
    private final int to;
    private final double step;
    private final int[] starts;
    private int[] shares;
    private int size;

    Shares(int from, int to) {
      this.from = from;
      this.to = to;
      step = ScalingPasses.step(from, to);
      starts = new int[to + 1];
      shares = new int[4 * (from + to)];
    }

    AreaWeights weights() {
      for (int i = 0; i < to; i++) {
        addLine(i);
        starts[i + 1] = size / 2;
      }
      return new AreaWeights(Table.of(starts), Table.of(Arrays.copyOf(shares, size)));
    }

    private void addLine(int i) {
      double begin = i * step;
      double end = begin + step;
      double covered = Math.min(step, from - begin);
      int last = Math.min((int) Math.floor(end), from - 1);
      int first = Math.min((int) Math.ceil(begin), last);
      if (first - begin > LEAST) {
        add(first - 1, (float) ((first - begin) / covered));
      }
      for (int place = first; place < last; place++) {
        add(place, (float) (1 / covered));
      }
      if (end - last > LEAST) {
        add(last, (float) (Math.min(Math.min(end - last, 1), covered) / covered));
      }
    }

    private void add(int place, float weight) {
      shares[size++] = place;
      shares[size++] = Float.floatToRawIntBits(weight);
    }
  }
}
