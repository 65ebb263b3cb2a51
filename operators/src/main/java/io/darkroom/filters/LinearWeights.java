package io.darkroom.filters;

import io.darkroom.kernel.Argument.Table;

/**
 * The two source lines around each line of a scaled picture, and their weights in 11 bits. Each
 * table entry is four integers: both positions, then both weights.
 */
final class LinearWeights {

  /** How the weights of two lines are determined. */
  enum Rule {
    /** By the distance of the new line's centre from theirs. */
    MIDDLES,
    /** By the part of the second line that the new line covers. */
    COVER
  }

  private static final int ONE = 1 << 11;

  private final int from;
  private final int to;
  private final Rule rule;
  private final int[] entries;
  private int size;

  private LinearWeights(int from, int to, Rule rule) {
    this.from = from;
    this.to = to;
    this.rule = rule;
    entries = new int[4 * to];
  }

  /** Returns the table for columns; columns beyond an edge are replaced by the one at the edge. */
  static Table columns(int from, int to, Rule rule) {
    return new LinearWeights(from, to, rule).table(true);
  }

  /**
   * Returns the table for rows; rows beyond an edge are replaced too, but keep both weights,
   * because OpenCV rounds each product.
   */
  static Table rows(int from, int to, Rule rule) {
    return new LinearWeights(from, to, rule).table(false);
  }

  private Table table(boolean cut) {
    double step = ScalingPasses.step(from, to);
    for (int i = 0; i < to; i++) {
      switch (rule) {
        case MIDDLES -> {
          float at = (float) ((i + 0.5) * step - 0.5);
          int place = (int) Math.floor(at);
          add(place, at - place, cut);
        }
        case COVER -> {
          int place = (int) Math.floor(i * step);
          add(place, covered(i + 1, place + 1), cut);
        }
      }
    }
    return Table.of(entries);
  }

  private float covered(int end, int placeEnd) {
    float share = (float) (end - placeEnd * ((double) to / from));
    return share <= 0 ? 0 : share - (float) Math.floor(share);
  }

  private void add(int place, float share, boolean cut) {
    float second = cut && (place < 0 || place >= from - 1) ? 0 : share;
    entries[size++] = within(place);
    entries[size++] = within(place + 1);
    entries[size++] = (int) Math.rint((1 - second) * ONE);
    entries[size++] = (int) Math.rint(second * ONE);
  }

  private int within(int place) {
    return Math.max(0, Math.min(place, from - 1));
  }
}
