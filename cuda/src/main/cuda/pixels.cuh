// Access to pixels by coordinates.
#pragma once
#include "darkroom.cuh"

// Returns whether this thread's pixel is within a picture.
DEVICE bool is_inside(const Picture &picture, int x, int y) { return x < picture.width && y < picture.height; }

// Returns the index of a pixel's first channel within the picture.
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

// Copies the pixel at (from_x, from_y) of the source to this thread's pixel of the target.
DEVICE void take(const Picture &target, int x, int y, const Picture &source, int from_x, int from_y) {
  const u8 *from = layer(source) + offset(source, from_x, from_y);
  copy_pixel(layer(target) + offset(target, x, y), from, source.channels);
}
