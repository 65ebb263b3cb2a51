// cv::equalizeHist of each plane (see planes.cuh). Three passes: histograms, a table for each plane, applying the tables.
//
// A table is round(scale * number of values up to v) with scale = 255 / number of values above the lowest, in floats, halves to
// even.
#include "histogram.cuh"
#include "planes.cuh"

BLOCK_KERNEL(equalize_histogram_count, Picture source, Scratch counts, int on_luma) {
  const u8 *pixels = layer(source);
  int channels = source.channels, plane = blockIdx.y;
  count_values(layer<u32>(counts) + plane * BINS, source.width * source.height,
               [=](int i) { return plane_value(pixels + (long long)i * channels, channels, plane, on_luma); });
}

KERNEL(equalize_histogram_tables, Picture source, Scratch counts, Scratch tables) {
  const u32 *count = layer<u32>(counts) + blockIdx.x * BINS;
  int total = source.width * source.height, lowest = 0, sum = 0, value = threadIdx.x;
  while (count[lowest] == 0) lowest++;
  for (int i = lowest + 1; i <= value; i++) sum += count[i];
  int above = total - (int)count[lowest];
  int entry = above == 0 ? lowest : __float2int_rn((float)sum * (255.0f / (float)above));
  layer<u8>(tables)[blockIdx.x * BINS + value] = (u8)clamp8(entry);
}

KERNEL(equalize_histogram_apply, Picture source, Picture target, Scratch tables, int on_luma) {
  int x = pixel_x(), y = pixel_y();
  if (x >= source.width || y >= source.height) return;
  long long place = ((long long)y * source.width + x) * source.channels;
  const u8 *from = layer(source) + place, *table = layer<u8>(tables);
  u8 *to = layer(target) + place;
  if (on_luma && source.channels == 3) {
    put_luma(to, from, table[y_of(from)]);
    return;
  }
  for (int c = 0; c < source.channels; c++) to[c] = table[c * BINS + from[c]];
}
