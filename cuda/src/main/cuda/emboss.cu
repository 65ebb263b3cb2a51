// cv::filter2D with 3 x 3 integer weights and an offset of 128, clamped to 0..255; pictures are mirrored at the edge pixels.
#include "line.cuh"

KERNEL(emboss_relief, Picture source, Picture target, const short *weights) {
  Value at = row_run(source);
  if (!at.inside) return;
  int sums[RUN] = {128, 128, 128, 128};
  for (int k = 0; k < 3; k++) {
    int y = border_index(at.y + k - 1, source.height, BORDER_REFLECT_101);
    int above = (y - at.y) * source.width - at.x, run[RUN];
    const u8 *line = layer(source) + at.place + above * source.channels;
    line_sums(line, source.channels, source.width, at.x, weights + 3 * k, 1, BORDER_REFLECT_101, run);
    for (int r = 0; r < RUN; r++) sums[r] += run[r];
  }
  u8 *to = layer(target) + at.place;
  for (int r = 0; r < RUN && at.x + r < source.width; r++) to[r * source.channels] = (u8)clamp8(sums[r]);
}
