// cv::bilateralFilter: a mean in floats over a disc, weighted by distance and by difference in value.
//
// One pass. Adds row by row and value by value, like OpenCV; the mean is rounded to the nearest, halves to even. near contains
// the weights of the square around the disc, like the weights of each difference, summed over the channels. Pictures are
// mirrored at the edge pixels.
#include "darkroom.cuh"

// Returns how far the disc extends along the row at distance y from its centre.
DEVICE int span(int radius, int y) {
  int x = radius;
  while (x * x + y * y > radius * radius) x--;
  return x;
}

DEVICE const u8 *row_from(const Picture &source, int y) {
  int row = border_index(pixel_y() + y, source.height, BORDER_REFLECT_101);
  return layer(source) + (long long)row * source.width * source.channels;
}

DEVICE int column_from(const Picture &source, int x) {
  return border_index(pixel_x() + x, source.width, BORDER_REFLECT_101) * source.channels;
}

KERNEL(bilateral_gray, Picture source, Picture target, const float *near, const float *like, int radius) {
  if (pixel_x() >= source.width || pixel_y() >= source.height) return;
  int own = row_from(source, 0)[pixel_x()], side = 2 * radius + 1;
  float sum = 0, weights = 0;
  for (int y = -radius; y <= radius; y++) {
    int reach = span(radius, y);
    const u8 *row = row_from(source, y);
    const float *near_row = near + (y + radius) * side + radius;
    for (int x = -reach; x <= reach; x++) {
      int other = row[column_from(source, x)];
      float weight = near_row[x] * like[abs(other - own)];
      weights += weight;
      sum += other * weight;
    }
  }
  layer(target)[(long long)pixel_y() * source.width + pixel_x()] = (u8)__float2int_rn(sum / weights);
}

KERNEL(bilateral_colour, Picture source, Picture target, const float *near, const float *like, int radius) {
  if (pixel_x() >= source.width || pixel_y() >= source.height) return;
  const u8 *own = row_from(source, 0) + 3 * pixel_x();
  int side = 2 * radius + 1;
  float blue = 0, green = 0, red = 0, weights = 0;
  for (int y = -radius; y <= radius; y++) {
    int reach = span(radius, y);
    const u8 *row = row_from(source, y);
    const float *near_row = near + (y + radius) * side + radius;
    for (int x = -reach; x <= reach; x++) {
      const u8 *other = row + column_from(source, x);
      int difference = abs(other[0] - own[0]) + abs(other[1] - own[1]) + abs(other[2] - own[2]);
      float weight = near_row[x] * like[difference];
      weights += weight;
      blue += other[0] * weight;
      green += other[1] * weight;
      red += other[2] * weight;
    }
  }
  weights = 1 / weights;
  u8 *to = layer(target) + ((long long)pixel_y() * source.width + pixel_x()) * 3;
  to[0] = (u8)__float2int_rn(blue * weights);
  to[1] = (u8)__float2int_rn(green * weights);
  to[2] = (u8)__float2int_rn(red * weights);
}
