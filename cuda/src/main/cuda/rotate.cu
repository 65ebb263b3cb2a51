// Rotates a picture in one pass. For multiples of 90 degrees each thread copies a pixel; for other angles it interpolates four.
//
// Positions have 10 fractional bits, of which 5 are used (half of the sixth is already in by_row). The weights of the four
// pixels sum to 2^10, and the sum is rounded once, halves up, like cv::warpAffine in 15 bits. Pixels outside the picture are
// black.
#include "pixels.cuh"

KERNEL(rotate_quarters, Picture source, Picture target, int clockwise) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(target, x, y)) return;
  int right = source.width - 1, bottom = source.height - 1;
  switch (clockwise) {
    case 0:
      return take(target, x, y, source, x, y);
    case 1:
      return take(target, x, y, source, y, bottom - x);
    case 2:
      return take(target, x, y, source, right - x, bottom - y);
    default:
      return take(target, x, y, source, right - y, x);
  }
}

struct Terms {
  int x, y;
};

DEVICE int value_at(const Picture &source, const u8 *pixels, int x, int y, int channel) {
  bool inside = x >= 0 && y >= 0 && is_inside(source, x, y);
  return inside ? pixels[offset(source, x, y) + channel] : 0;
}

KERNEL(rotate_turn, Picture source, Picture target, const Terms *by_column, const Terms *by_row) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(target, x, y)) return;
  int at_x = (by_column[x].x + by_row[y].x) >> 5, at_y = (by_column[x].y + by_row[y].y) >> 5;
  int left = at_x >> 5, top = at_y >> 5;
  int right_share = at_x & 31, bottom_share = at_y & 31;
  const u8 *pixels = layer(source);
  u8 *to = layer(target) + offset(target, x, y);
  for (int c = 0; c < source.channels; c++) {
    int above = (32 - right_share) * value_at(source, pixels, left, top, c) +
                right_share * value_at(source, pixels, left + 1, top, c);
    int below = (32 - right_share) * value_at(source, pixels, left, top + 1, c) +
                right_share * value_at(source, pixels, left + 1, top + 1, c);
    to[c] = (u8)(((32 - bottom_share) * above + bottom_share * below + 512) >> 10);
  }
}
