// Shows what changed since the previous frame: each thread compares one value and stores it for the next frame. A second pass
// of one thread then records that there was a frame.
#include "darkroom.cuh"

KERNEL(frame_difference_compare, Picture source, Picture target, u8 *before, const int *seen, int threshold) {
  int x = pixel_x(), y = pixel_y(), width = source.width * source.channels;
  if (x >= width || y >= source.height) return;
  long long place = (long long)y * width + x;
  int value = layer(source)[place];
  int change = *seen ? abs(value - before[place]) : 0;
  layer(target)[place] = (u8)(threshold == 0 ? change : change > threshold ? 255 : 0);
  before[place] = (u8)value;
}

KERNEL(frame_difference_note, int *seen) { *seen = 1; }
