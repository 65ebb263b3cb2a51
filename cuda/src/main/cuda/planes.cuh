// One plane of a picture: gray, one of its channels, or its luma. The luma is changed in YCrCb like cv::cvtColor with 8-bit
// COLOR_BGR2YCrCb and COLOR_YCrCb2BGR: sums in 14 bits, rounded, clamped to 0..255.
#pragma once
#include "darkroom.cuh"

DEVICE int rounded14(int sum) { return (sum + 8192) >> 14; }

DEVICE int y_of(const u8 *p) { return rounded14(1868 * p[0] + 9617 * p[1] + 4899 * p[2]); }

// Returns the value of a pixel in a plane: the luma if on_luma is set and the picture has colour, otherwise a channel.
DEVICE int plane_value(const u8 *pixel, int channels, int plane, bool on_luma) {
  return on_luma && channels == 3 ? y_of(pixel) : pixel[plane];
}

// Writes a pixel with a new luma.
DEVICE void put_luma(u8 *to, const u8 *from, int luma) {
  int y = y_of(from);
  int red = clamp8(rounded14(11682 * (from[2] - y)) + 128) - 128;
  int blue = clamp8(rounded14(9241 * (from[0] - y)) + 128) - 128;
  to[0] = (u8)clamp8(luma + rounded14(29049 * blue));
  to[1] = (u8)clamp8(luma + rounded14(-5636 * blue - 11698 * red));
  to[2] = (u8)clamp8(luma + rounded14(22987 * red));
}
