// Weighted sums along rows and columns, for separable filters.
//
// A thread computes RUN adjacent sums, so that it reads each value once for all of them.
#pragma once
#include "value.cuh"

enum { RUN = 4 };

// Computes weighted sums around the positions first to first + RUN - 1 of a line, with weights[0] to weights[2 reach]. step is
// the distance between values of the line.
template <class T>
DEVICE void line_sums(const T *line, int step, int length, int first, const short *weights, int reach, int border,
                      int (&sums)[RUN]) {
  int weight[RUN] = {};
  for (int r = 0; r < RUN; r++) sums[r] = 0;
  for (int k = 0; k < 2 * reach + RUN; k++) {
    int place = border_index(first - reach + k, length, border);
    int value = place < 0 ? 0 : line[place * step];
#pragma unroll
    for (int r = RUN - 1; r > 0; r--) weight[r] = weight[r - 1];
    weight[0] = k <= 2 * reach ? weights[k] : 0;
#pragma unroll
    for (int r = 0; r < RUN; r++) sums[r] += weight[r] * value;
  }
}

// The first of RUN pixels of a row, and a channel.
DEVICE Value row_run(const Picture &picture) {
  int run = pixel_x() / picture.channels, channel = pixel_x() % picture.channels;
  return value_at(picture, RUN * run, pixel_y(), channel);
}

// The first of RUN values of a column.
DEVICE Value column_run(const Picture &picture) {
  int x = pixel_x() / picture.channels, channel = pixel_x() % picture.channels;
  return value_at(picture, x, RUN * pixel_y(), channel);
}

// First pass: sums along rows, in 16 bits.
DEVICE void row_sums(const Picture &source, const Scratch &sums, const short *weights, int reach, int border) {
  Value at = row_run(source);
  if (!at.inside) return;
  const u8 *line = layer(source) + at.place - at.x * source.channels;
  u16 *to = layer<u16>(sums) + at.place;
  int run[RUN];
  line_sums(line, source.channels, source.width, at.x, weights, reach, border, run);
  for (int r = 0; r < RUN && at.x + r < source.width; r++) to[r * source.channels] = (u16)run[r];
}

// Second pass: sums along columns of the results of the first pass.
DEVICE void column_sums(const Scratch &sums, const Picture &picture, Value at, const short *weights, int reach, int border,
                        int (&run)[RUN]) {
  int row = picture.width * picture.channels;
  line_sums(layer<u16>(sums) + at.place - at.y * row, row, picture.height, at.y, weights, reach, border, run);
}
