// cv::CLAHE of each plane (see planes.cuh): a histogram and a table for each tile, then an interpolation for each pixel between
// the tables of the four tiles around it.
//
// A tile that extends beyond the picture counts mirrored pixels (reflect 101). Counts above the limit are distributed over all
// bins, and the remainder of that division over every n-th bin. Floats are added in OpenCV's order; halves are rounded to even.
#include "planes.cuh"

enum { BINS = 256 };

// One thread for each pixel of the tiles, including pixels beyond the picture.
KERNEL(clahe_count, Picture source, Scratch counts, int planes, int on_luma, int tiles, int tile_width, int tile_height) {
  int x = pixel_x(), y = pixel_y();
  if (x >= tiles * tile_width || y >= tiles * tile_height) return;
  int from_x = border_index(x, source.width, BORDER_REFLECT_101), from_y = border_index(y, source.height, BORDER_REFLECT_101);
  const u8 *pixel = layer(source) + ((long long)from_y * source.width + from_x) * source.channels;
  int tile = y / tile_height * tiles + x / tile_width;
  for (int plane = 0; plane < planes; plane++) {
    u32 *bins = layer<u32>(counts) + (plane * tiles * tiles + tile) * BINS;
    atomicAdd(&bins[plane_value(pixel, source.channels, plane, on_luma)], 1u);
  }
}

// One thread for each tile of each plane.
KERNEL(clahe_tables, Scratch counts, Scratch tables, int count, u32 limit, float scale) {
  int tile = pixel_x();
  if (tile >= count) return;
  const u32 *bins = layer<u32>(counts) + tile * BINS;
  u8 *table = layer<u8>(tables) + tile * BINS;
  u32 surplus = 0;
  for (int i = 0; i < BINS; i++) surplus += bins[i] - min(bins[i], limit);
  int each = surplus / BINS, rest = surplus % BINS, step = rest == 0 ? BINS : BINS / rest;
  int sum = 0;
  for (int i = 0; i < BINS; i++) {
    int extra = i % step == 0 && i / step < rest ? 1 : 0;
    sum += (int)min(bins[i], limit) + each + extra;
    table[i] = (u8)clamp8(__float2int_rn((float)sum * scale));
  }
}

KERNEL(clahe_apply, Picture source, Picture target, Scratch tables, int on_luma, int tiles, const int *lefts,
       const int *rights, const float *right_weights, const int *tops, const int *bottoms, const float *bottom_weights) {
  int x = pixel_x(), y = pixel_y();
  if (x >= source.width || y >= source.height) return;
  int left = lefts[x] * BINS, right = rights[x] * BINS;
  int top = tops[y] * tiles * BINS, bottom = bottoms[y] * tiles * BINS;
  float to_right = right_weights[x], to_left = 1.0f - to_right;
  float to_bottom = bottom_weights[y], to_top = 1.0f - to_bottom;
  auto between = [=](const u8 *table, int value) {
    const u8 *above = table + top + value, *below = table + bottom + value;
    float upper = (float)above[left] * to_left + (float)above[right] * to_right;
    float lower = (float)below[left] * to_left + (float)below[right] * to_right;
    return clamp8(__float2int_rn(upper * to_top + lower * to_bottom));
  };
  long long place = ((long long)y * source.width + x) * source.channels;
  const u8 *from = layer(source) + place, *table = layer<u8>(tables);
  u8 *to = layer(target) + place;
  if (on_luma && source.channels == 3) {
    put_luma(to, from, between(table, y_of(from)));
    return;
  }
  for (int c = 0; c < source.channels; c++) to[c] = (u8)between(table + c * tiles * tiles * BINS, from[c]);
}
