// Otsu's threshold: cv::threshold with THRESH_OTSU of the luma. Three passes: a histogram, the search by one thread, applying
// the threshold.
//
// The search uses doubles in OpenCV's order. It finds the level that maximizes the weighted distance between the means below and
// above it, and the first of equals.
#include "histogram.cuh"

BLOCK_KERNEL(threshold_count, Picture source, Scratch counts) {
  const u8 *pixels = layer(source);
  int channels = source.channels;
  count_values(layer<u32>(counts), source.width * source.height,
               [=](int i) { return luma_at(pixels + (long long)i * channels, channels); });
}

// A level must have at least 2^-23 of the picture on either side.
KERNEL(threshold_level, Picture source, Scratch counts, Scratch level) {
  const double LEAST = 1.1920928955078125e-7;
  const u32 *count = layer<u32>(counts);
  double scale = 1.0 / (source.width * source.height), mean = 0;
  for (int i = 0; i < BINS; i++) mean += i * (double)count[i];
  mean *= scale;
  double below = 0, mean_below = 0, furthest = 0;
  int best = 0;
  for (int i = 0; i < BINS; i++) {
    double part = count[i] * scale;
    mean_below *= below;
    below += part;
    double above = 1.0 - below;
    if (min(below, above) < LEAST || max(below, above) > 1.0 - LEAST) continue;
    mean_below = (mean_below + i * part) / below;
    double mean_above = (mean - below * mean_below) / above;
    double apart = below * above * (mean_below - mean_above) * (mean_below - mean_above);
    if (apart > furthest) {
      furthest = apart;
      best = i;
    }
  }
  layer<int>(level)[0] = best;
}

KERNEL(threshold_apply, Picture source, Picture target, Scratch level) {
  int x = pixel_x(), y = pixel_y();
  if (x >= source.width || y >= source.height) return;
  long long place = ((long long)y * source.width + x) * source.channels;
  u8 value = luma_at(layer(source) + place, source.channels) > layer<int>(level)[0] ? 255 : 0;
  u8 *to = layer(target) + place;
  for (int c = 0; c < source.channels; c++) to[c] = value;
}
