// Runs the point operations of consecutive filters in one pass: each thread takes a pixel through all of them.
//
// operations: for each one its number (see PointKernel.java) and seven operands; tables: 256 values each, one after the other.
#include "darkroom.cuh"

enum Operation { LOOKUP = 0, SPREAD = 1, WEIGHTED_GRAY = 2, MEAN_GRAY = 3, LIGHTNESS_GRAY = 4 };

struct Pixel {
  int blue, green, red;
  int channels;
};

DEVICE Pixel gray(int value) { return {value, value, value, 1}; }

DEVICE Pixel applied(const int *operation, const u8 *tables, Pixel p) {
  switch (operation[0]) {
    case LOOKUP:
    case SPREAD: {
      const u8 *blue = tables + operation[1], *green = tables + operation[2], *red = tables + operation[3];
      return {blue[p.blue], green[p.green], red[p.red], operation[0] == SPREAD ? 3 : p.channels};
    }
    case WEIGHTED_GRAY:
      if (p.channels == 1) return p;
      return gray((operation[1] * p.blue + operation[2] * p.green + operation[3] * p.red + 16384) >> 15);
    case MEAN_GRAY:
      if (p.channels == 1) return p;
      return gray((p.blue + p.green + p.red + 1) / 3);
    case LIGHTNESS_GRAY: {
      if (p.channels == 1) return p;
      int most = max(p.blue, max(p.green, p.red)), least = min(p.blue, min(p.green, p.red));
      return gray((most + least + 1) >> 1);
    }
  }
  return p;
}

KERNEL(point_operations, Picture source, Picture target, int count, const int *operations, const u8 *tables) {
  int x = pixel_x(), y = pixel_y();
  if (x >= source.width || y >= source.height) return;
  long long place = (long long)y * source.width + x;
  const u8 *from = layer(source) + place * source.channels;
  Pixel p = source.channels == 1 ? gray(from[0]) : Pixel{from[0], from[1], from[2], 3};
  for (int i = 0; i < count; i++) p = applied(operations + 8 * i, tables, p);
  u8 *to = layer(target) + place * target.channels;
  to[0] = (u8)p.blue;
  if (target.channels == 3) {
    to[1] = (u8)p.green;
    to[2] = (u8)p.red;
  }
}
