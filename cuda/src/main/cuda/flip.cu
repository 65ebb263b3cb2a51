// Mirrors a picture: one pass, each thread copies a pixel from the opposite side.
#include "pixels.cuh"

KERNEL(flip_mirror, Picture source, Picture target, int horizontally, int vertically) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(target, x, y)) return;
  int from_x = horizontally ? source.width - 1 - x : x;
  int from_y = vertically ? source.height - 1 - y : y;
  take(target, x, y, source, from_x, from_y);
}
