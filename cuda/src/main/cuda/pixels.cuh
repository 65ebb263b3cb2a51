// Pixels by their places.
#pragma once
#include "darkroom.cuh"

// Whether this thread has a pixel in a picture.
DEVICE bool is_inside(const Picture &picture, int x, int y) { return x < picture.width && y < picture.height; }

// The first channel of a pixel, counted from a picture's begin.
DEVICE long long offset(const Picture &picture, int x, int y) {
  return ((long long)y * picture.width + x) * picture.channels;
}

DEVICE void copy_pixel(u8 *to, const u8 *from, int channels) {
  to[0] = from[0];
  if (channels == 3) {
    to[1] = from[1];
    to[2] = from[2];
  }
}

// Makes this thread's pixel of the target that of the source at (from_x, from_y).
DEVICE void take(const Picture &target, int x, int y, const Picture &source, int from_x, int from_y) {
  const u8 *from = layer(source) + offset(source, from_x, from_y);
  copy_pixel(layer(target) + offset(target, x, y), from, source.channels);
}
