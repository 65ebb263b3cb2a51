// Every period-th row by a table, the others as they are. One thread for each value of each channel.
#include "darkroom.cuh"

KERNEL(scanlines, Picture source, Picture target, const u8 *table, int period) {
  int x = pixel_x(), y = pixel_y();
  int row = source.width * source.channels;
  if (x >= row || y >= source.height) return;
  long long place = (long long)y * row + x;
  u8 value = layer(source)[place];
  layer(target)[place] = y % period == 0 ? table[value] : value;
}
