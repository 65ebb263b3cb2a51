// cv::filter2D with 3 x 3 whole weights and an offset of 128, cut to 0..255; pictures are mirrored at the edge pixels.
#include "line.cuh"

KERNEL(emboss_relief, Picture source, Picture target, const short *weights) {
  Value at = value_here(source);
  if (!at.inside) return;
  int sum = 128;
  for (int y = -1; y <= 1; y++) {
    int row = border_index(at.y + y, source.height, BORDER_REFLECT_101);
    const u8 *line = layer(source) + (long long)row * source.width * source.channels + at.channel;
    sum += line_sum(line, source.channels, source.width, at.x, weights + 3 * (y + 1), 1, BORDER_REFLECT_101);
  }
  *value_of(target, at) = (u8)clamp8(sum);
}
