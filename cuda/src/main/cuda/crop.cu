// Crops a rectangle: one pass, each thread copies a pixel.
#include "pixels.cuh"

KERNEL(crop_cut, Picture source, Picture target, int left, int top) {
  int x = pixel_x(), y = pixel_y();
  if (is_inside(target, x, y)) take(target, x, y, source, left + x, top + y);
}
