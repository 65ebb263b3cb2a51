// cv::medianBlur: the median of a square with sides of 3, 5 or 7; edge pixels are repeated.
//
// One pass. Each thread determines its value bit by bit, starting with the highest: a bit is set if at most half of the values
// are below the result. The values stay in registers.
#include "value.cuh"

template <int SIDE>
DEVICE void median(const Picture &source, const Picture &target) {
  Value at = value_here(source);
  if (!at.inside) return;
  const u8 *pixel = layer(source) + at.place;
  int values[SIDE * SIDE];
#pragma unroll
  for (int i = 0; i < SIDE * SIDE; i++) {
    int x = clamp(at.x + i % SIDE - SIDE / 2, 0, source.width - 1);
    int y = clamp(at.y + i / SIDE - SIDE / 2, 0, source.height - 1);
    values[i] = pixel[((y - at.y) * source.width + x - at.x) * source.channels];
  }
  int middle = 0;
  for (int bit = 128; bit > 0; bit >>= 1) {
    int below = 0;
#pragma unroll
    for (int i = 0; i < SIDE * SIDE; i++) below += values[i] < middle + bit;
    if (below <= SIDE * SIDE / 2) middle += bit;
  }
  layer(target)[at.place] = (u8)middle;
}

KERNEL(median_blur_3, Picture source, Picture target) { median<3>(source, target); }

KERNEL(median_blur_5, Picture source, Picture target) { median<5>(source, target); }

KERNEL(median_blur_7, Picture source, Picture target) { median<7>(source, target); }
