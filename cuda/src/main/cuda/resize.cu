// Resizes a picture in one pass. Positions and weights come from tables with an entry for each column and row of the target.
//
// resize_nearest copies a pixel. resize_linear interpolates four pixels with 11-bit weights, and rounds like cv::resize: the
// sums along rows are shifted by 4 bits, their products by 16, and only the last 2 bits are rounded. resize_blocks is the mean
// of whole blocks, resize_area the mean of the area that a pixel covers; both use floats, rounded to even.
#include "pixels.cuh"

KERNEL(resize_nearest, Picture source, Picture target, const int *columns, const int *rows) {
  int x = pixel_x(), y = pixel_y();
  if (is_inside(target, x, y)) take(target, x, y, source, columns[x], rows[y]);
}

struct Between {
  int first, second;
  int first_weight, second_weight;
};

DEVICE int along(const u8 *row, const Between &column, int channels, int c) {
  int first = row[column.first * channels + c], second = row[column.second * channels + c];
  return (first * column.first_weight + second * column.second_weight) >> 4;
}

KERNEL(resize_linear, Picture source, Picture target, const Between *columns, const Between *rows) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(target, x, y)) return;
  Between column = columns[x], row = rows[y];
  const u8 *above = layer(source) + offset(source, 0, row.first);
  const u8 *below = layer(source) + offset(source, 0, row.second);
  u8 *to = layer(target) + offset(target, x, y);
  for (int c = 0; c < source.channels; c++) {
    int first = (along(above, column, source.channels, c) * row.first_weight) >> 16;
    int second = (along(below, column, source.channels, c) * row.second_weight) >> 16;
    to[c] = (u8)clamp8((first + second + 2) >> 2);
  }
}

KERNEL(resize_blocks, Picture source, Picture target, int width, int height, float share) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(target, x, y)) return;
  u8 *to = layer(target) + offset(target, x, y);
  for (int c = 0; c < source.channels; c++) {
    int sum = 0;
    for (int j = 0; j < height; j++) {
      const u8 *row = layer(source) + offset(source, x * width, y * height + j) + c;
      for (int i = 0; i < width; i++) sum += row[i * source.channels];
    }
    bool square_of_four = width == 2 && height == 2;
    to[c] = (u8)(square_of_four ? (sum + 2) >> 2 : clamp8(__float2int_rn(sum * share)));
  }
}

struct Share {
  int place;
  float weight;
};

KERNEL(resize_area, Picture source, Picture target, const int *column_starts, const Share *columns, const int *row_starts,
       const Share *rows) {
  int x = pixel_x(), y = pixel_y();
  if (!is_inside(target, x, y)) return;
  u8 *to = layer(target) + offset(target, x, y);
  for (int c = 0; c < source.channels; c++) {
    float sum = 0;
    for (int j = row_starts[y]; j < row_starts[y + 1]; j++) {
      const u8 *row = layer(source) + offset(source, 0, rows[j].place) + c;
      float line = 0;
      for (int i = column_starts[x]; i < column_starts[x + 1]; i++) {
        line += row[columns[i].place * source.channels] * columns[i].weight;
      }
      sum += line * rows[j].weight;
    }
    to[c] = (u8)clamp8(__float2int_rn(sum));
  }
}
