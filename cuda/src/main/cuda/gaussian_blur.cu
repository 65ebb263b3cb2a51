// cv::GaussianBlur of 8-bit pictures: weights in 256ths that sum to 256, one rounding, to the nearest, halves up.
//
// Two passes: sums along rows, in 16 bits, and then along columns. Or one over squares, which gives the same.
#include "line.cuh"

DEVICE u8 rounded(int sum) { return (u8)((sum + 32768) >> 16); }

KERNEL(gaussian_blur_rows, Picture source, Scratch sums, const short *weights, int reach, int border) {
  row_sums(source, sums, weights, reach, border);
}

KERNEL(gaussian_blur_columns, Scratch sums, Picture target, const short *weights, int reach, int border) {
  Value at = value_here(target);
  if (at.inside) *value_of(target, at) = rounded(column_sum(sums, target, at, weights, reach, border));
}

KERNEL(gaussian_blur_square, Picture source, Picture target, const short *weights, int reach, int border) {
  Value at = value_here(source);
  if (!at.inside) return;
  int sum = 0;
  for (int k = 0; k <= 2 * reach; k++) {
    int y = border_index(at.y - reach + k, source.height, border);
    if (y < 0) continue;
    const u8 *line = layer(source) + (long long)y * source.width * source.channels + at.channel;
    sum += weights[k] * line_sum(line, source.channels, source.width, at.x, weights, reach, border);
  }
  *value_of(target, at) = rounded(sum);
}
