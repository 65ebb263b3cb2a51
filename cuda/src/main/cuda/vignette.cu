// v - round(v * shade / 256), halves to even, where shade is curve[columns[x] + rows[y]].
#include "darkroom.cuh"

KERNEL(vignette, Picture source, Picture target, const int *columns, const int *rows, const u8 *curve) {
  int x = pixel_x(), y = pixel_y();
  if (x >= source.width || y >= source.height) return;
  int shade = curve[columns[x] + rows[y]];
  long long place = ((long long)y * source.width + x) * source.channels;
  const u8 *from = layer(source) + place;
  u8 *to = layer(target) + place;
  for (int c = 0; c < source.channels; c++) {
    int product = from[c] * shade;
    to[c] = (u8)(from[c] - ((product + 127 + (product >> 8 & 1)) >> 8));
  }
}
