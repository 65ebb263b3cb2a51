// Weighted sums along rows and columns: what separable filters are made of.
#pragma once
#include "darkroom.cuh"

// A value of a picture: column counts values, not pixels.
struct Value {
  int column, x, channel, y;
  bool inside;
};

DEVICE Value value_here(const Picture &picture) {
  int column = pixel_x(), y = pixel_y(), x = column / picture.channels;
  return {column, x, column - x * picture.channels, y, x < picture.width && y < picture.height};
}

// The sum about a place of a line whose values lie step apart, each times its weight.
template <class T>
DEVICE int line_sum(const T *line, int step, int length, int at, const short *weights, int reach, int border) {
  int sum = 0;
  if (at >= reach && at + reach < length) {
    const T *first = line + (at - reach) * step;
    for (int k = 0; k <= 2 * reach; k++) sum += weights[k] * first[k * step];
    return sum;
  }
  for (int k = 0; k <= 2 * reach; k++) {
    int place = border_index(at - reach + k, length, border);
    if (place >= 0) sum += weights[k] * line[place * step];
  }
  return sum;
}

// First pass: the sum along the row of every value, in 16 bits.
DEVICE void row_sums(const Picture &source, const Scratch &sums, const short *weights, int reach, int border) {
  Value at = value_here(source);
  if (!at.inside) return;
  long long row = (long long)at.y * source.width * source.channels;
  const u8 *line = layer(source) + row + at.channel;
  int sum = line_sum(line, source.channels, source.width, at.x, weights, reach, border);
  layer<u16>(sums)[row + at.column] = (u16)sum;
}

// Second pass: the sum along the column of what the first one gave.
DEVICE int column_sum(const Scratch &sums, const Picture &picture, Value at, const short *weights, int reach, int border) {
  const u16 *line = layer<u16>(sums) + at.column;
  return line_sum(line, picture.width * picture.channels, picture.height, at.y, weights, reach, border);
}

DEVICE u8 *value_of(const Picture &picture, Value at) {
  return layer(picture) + (long long)at.y * picture.width * picture.channels + at.column;
}
