// cv::blur: the mean of an odd square, rounded to the nearest.
//
// Two passes: sums along rows, in 16 bits, and then along columns; all weights are 1.
#include "line.cuh"

KERNEL(box_blur_rows, Picture source, Scratch sums, const short *weights, int reach, int border) {
  row_sums(source, sums, weights, reach, border);
}

KERNEL(box_blur_columns, Scratch sums, Picture target, const short *weights, int reach, int border) {
  Value at = value_here(target);
  if (!at.inside) return;
  int side = 2 * reach + 1, count = side * side;
  int sum = column_sum(sums, target, at, weights, reach, border);
  *value_of(target, at) = (u8)((2 * sum + count) / (2 * count));
}
