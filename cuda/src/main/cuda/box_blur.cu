// cv::blur: the mean of a square with odd sides, rounded to the nearest.
//
// Two passes: sums along rows, in 16 bits, then along columns; all weights are 1.
#include "line.cuh"

KERNEL(box_blur_rows, Picture source, Scratch sums, const short *weights, int reach, int border) {
  row_sums(source, sums, weights, reach, border);
}

KERNEL(box_blur_columns, Scratch sums, Picture target, const short *weights, int reach, int border) {
  Value at = column_run(target);
  if (!at.inside) return;
  int run[RUN], count = (2 * reach + 1) * (2 * reach + 1);
  column_sums(sums, target, at, weights, reach, border, run);
  u8 *to = layer(target) + at.place;
  for (int r = 0; r < RUN && at.y + r < target.height; r++) {
    to[r * target.width * target.channels] = (u8)((2 * run[r] + count) / (2 * count));
  }
}
