// Replaces each square of the picture by its mean, rounded to the nearest, halves up.
//
// Three passes: sums of each column within each row of squares; means of the squares; filling the squares.
#include "value.cuh"

KERNEL(pixelate_columns, Picture source, Scratch sums, int side) {
  int column = pixel_x(), square = pixel_y(), row = source.width * source.channels;
  if (column >= row || square * side >= source.height) return;
  const u8 *values = layer(source) + column;
  int sum = 0;
  for (int y = square * side; y < min((square + 1) * side, source.height); y++) sum += values[(long long)y * row];
  layer<int>(sums)[(long long)square * row + column] = sum;
}

KERNEL(pixelate_means, Picture source, Scratch sums, Scratch means, int side) {
  int square_x = pixel_x() / source.channels, channel = pixel_x() % source.channels, square_y = pixel_y();
  int left = square_x * side, right = min(left + side, source.width);
  int top = square_y * side, bottom = min(top + side, source.height);
  if (left >= source.width || top >= source.height) return;
  const int *columns = layer<int>(sums) + (long long)square_y * source.width * source.channels + channel;
  int sum = 0, count = (right - left) * (bottom - top);
  for (int x = left; x < right; x++) sum += columns[x * source.channels];
  int across = (source.width + side - 1) / side;
  layer<u8>(means)[(square_y * across + square_x) * source.channels + channel] = (u8)((2 * sum + count) / (2 * count));
}

KERNEL(pixelate_spread, Scratch means, Picture target, int side) {
  Value at = value_here(target);
  if (!at.inside) return;
  int across = (target.width + side - 1) / side, channel = at.place % target.channels;
  layer(target)[at.place] = layer<u8>(means)[((at.y / side) * across + at.x / side) * target.channels + channel];
}
