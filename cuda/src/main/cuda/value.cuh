// Access to single values of pictures, for kernels that process channels independently.
#pragma once
#include "darkroom.cuh"

// A channel of a pixel; place is the index of the value in the picture.
struct Value {
  int x, y, place;
  bool inside;
};

DEVICE Value value_at(const Picture &picture, int x, int y, int channel) {
  int place = (y * picture.width + x) * picture.channels + channel;
  return {x, y, place, x < picture.width && y < picture.height};
}

// Returns this thread's value, for launches over values.
DEVICE Value value_here(const Picture &picture) {
  return value_at(picture, pixel_x() / picture.channels, pixel_y(), pixel_x() % picture.channels);
}
