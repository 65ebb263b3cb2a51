// cv::bilateralFilter: means in floats, weighed by nearness in place and likeness in value, over a disc.
//
// One pass. Sums are taken row by row, as OpenCV takes them one value at a time; the mean is rounded to the nearest, halves to
// even. near has the weights of the square around the disc, 0 outside it; like those of each difference, over all channels.
#include "darkroom.cuh"

// The pixel that lies x and y away, mirrored at the edge pixels.
DEVICE const u8 *pixel_from(const Picture &source, const u8 *pixels, int x, int y) {
  int px = border_index(pixel_x() + x, source.width, BORDER_REFLECT_101);
  int py = border_index(pixel_y() + y, source.height, BORDER_REFLECT_101);
  return pixels + ((long long)py * source.width + px) * source.channels;
}

KERNEL(bilateral_gray, Picture source, Picture target, const float *near, const float *like, int radius) {
  if (pixel_x() >= source.width || pixel_y() >= source.height) return;
  const u8 *pixels = layer(source);
  int own = *pixel_from(source, pixels, 0, 0);
  float sum = 0, weights = 0;
  for (int y = -radius; y <= radius; y++) {
    for (int x = -radius; x <= radius; x++) {
      if (x * x + y * y > radius * radius) continue;
      int other = *pixel_from(source, pixels, x, y);
      float weight = near[(y + radius) * (2 * radius + 1) + x + radius] * like[abs(other - own)];
      weights += weight;
      sum += other * weight;
    }
  }
  layer(target)[(long long)pixel_y() * source.width + pixel_x()] = (u8)__float2int_rn(sum / weights);
}

KERNEL(bilateral_colour, Picture source, Picture target, const float *near, const float *like, int radius) {
  if (pixel_x() >= source.width || pixel_y() >= source.height) return;
  const u8 *pixels = layer(source);
  const u8 *own = pixel_from(source, pixels, 0, 0);
  float blue = 0, green = 0, red = 0, weights = 0;
  for (int y = -radius; y <= radius; y++) {
    for (int x = -radius; x <= radius; x++) {
      if (x * x + y * y > radius * radius) continue;
      const u8 *other = pixel_from(source, pixels, x, y);
      int difference = abs(other[0] - own[0]) + abs(other[1] - own[1]) + abs(other[2] - own[2]);
      float weight = near[(y + radius) * (2 * radius + 1) + x + radius] * like[difference];
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
