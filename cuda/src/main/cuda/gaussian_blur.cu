// cv::GaussianBlur of 8-bit pictures: weights in 1/256 that sum to 256, rounded once to the nearest, halves up.
//
// Two passes: sums along rows, in 16 bits, then along columns. Or one pass over squares, with the same result.
#include "line.cuh"

DEVICE u8 rounded(int sum) { return (u8)((sum + 32768) >> 16); }

KERNEL(gaussian_blur_rows, Picture source, Scratch sums, const short *weights, int reach, int border) {
  row_sums(source, sums, weights, reach, border);
}

KERNEL(gaussian_blur_columns, Scratch sums, Picture target, const short *weights, int reach, int border) {
  Value at = column_run(target);
  if (!at.inside) return;
  int run[RUN];
  column_sums(sums, target, at, weights, reach, border, run);
  u8 *to = layer(target) + at.place;
  for (int r = 0; r < RUN && at.y + r < target.height; r++) to[r * target.width * target.channels] = rounded(run[r]);
}

KERNEL(gaussian_blur_square, Picture source, Picture target, const short *weights, int reach, int border) {
  Value at = row_run(source);
  if (!at.inside) return;
  int sums[RUN] = {};
  for (int k = 0; k <= 2 * reach; k++) {
    int y = border_index(at.y - reach + k, source.height, border);
    if (y < 0) continue;
    int above = (y - at.y) * source.width - at.x, run[RUN];
    const u8 *line = layer(source) + at.place + above * source.channels;
    line_sums(line, source.channels, source.width, at.x, weights, reach, border, run);
    for (int r = 0; r < RUN; r++) sums[r] += weights[k] * run[r];
  }
  u8 *to = layer(target) + at.place;
  for (int r = 0; r < RUN && at.x + r < source.width; r++) to[r * source.channels] = rounded(sums[r]);
}
