// Models each pixel by a mixture of up to five Gaussians, learnt frame by frame, and tests whether the pixel fits those of the
// background. One thread per pixel. A second pass of one thread then counts the frame.
//
// Uses floats; every product and sum is rounded separately, in the order of cv::BackgroundSubtractorMOG2. The model is stored in
// planes, so that neighbouring threads read neighbouring values: for each Gaussian its weights, its variances, and its means by
// channel. Gaussians are sorted by descending weight.
#include "pixels.cuh"

constexpr int GAUSSIANS = 5;
constexpr float BACKGROUND_WEIGHT = 0.9f;
constexpr float FITTING = 9.0f;  // variances
constexpr float FIRST_VARIANCE = 15.0f, LEAST_VARIANCE = 4.0f, MOST_VARIANCE = 75.0f;
constexpr float DARKEST_SHADOW = 0.5f;
constexpr float NO_WEIGHT = 1.1920929e-7f;

struct Rate {
  float learning;
  float pruning;
};

struct Gaussian {
  float weight, variance;
  float mean[3];
};

struct Mixture {
  Gaussian of[GAUSSIANS];
  int used;
};

struct Value {
  float of[3];
};

DEVICE float *plane(float *gaussians, long long pixels, int channels, int gaussian, int which) {
  return gaussians + pixels * ((2 + channels) * gaussian + which);
}

DEVICE void load(Mixture &mixture, float *gaussians, long long pixels, int channels, long long place) {
  for (int i = 0; i < mixture.used; i++) {
    mixture.of[i].weight = plane(gaussians, pixels, channels, i, 0)[place];
    mixture.of[i].variance = plane(gaussians, pixels, channels, i, 1)[place];
    for (int c = 0; c < channels; c++) mixture.of[i].mean[c] = plane(gaussians, pixels, channels, i, 2 + c)[place];
  }
}

DEVICE void store(const Mixture &mixture, float *gaussians, long long pixels, int channels, long long place) {
  for (int i = 0; i < mixture.used; i++) {
    plane(gaussians, pixels, channels, i, 0)[place] = mixture.of[i].weight;
    plane(gaussians, pixels, channels, i, 1)[place] = mixture.of[i].variance;
    for (int c = 0; c < channels; c++) plane(gaussians, pixels, channels, i, 2 + c)[place] = mixture.of[i].mean[c];
  }
}

// Moves a Gaussian up past those that are not heavier than a weight; returns its new index.
DEVICE int sort_up(Mixture &mixture, int i, float weight) {
  for (; i > 0 && !(weight < mixture.of[i - 1].weight); i--) {
    Gaussian lighter = mixture.of[i - 1];
    mixture.of[i - 1] = mixture.of[i];
    mixture.of[i] = lighter;
  }
  return i;
}

DEVICE float squared_distance(const Gaussian &gaussian, const Value &value, int channels, float *difference) {
  float sum = 0;
  for (int c = 0; c < channels; c++) {
    difference[c] = gaussian.mean[c] - value.of[c];
    sum += difference[c] * difference[c];
  }
  return sum;
}

// Moves a Gaussian towards a value that fits it.
DEVICE void attract(Gaussian &gaussian, float share, float distance, const float *difference, int channels) {
  for (int c = 0; c < channels; c++) gaussian.mean[c] -= share * difference[c];
  float variance = gaussian.variance + share * (distance - gaussian.variance);
  gaussian.variance = min(max(variance, LEAST_VARIANCE), MOST_VARIANCE);
}

// Reduces the weight of all Gaussians except the first that the value fits; returns whether one fits. Gaussians that are pruned
// at the end are not tested again.
DEVICE bool learn(Mixture &mixture, const Value &value, int channels, Rate rate, float threshold, bool &background) {
  bool fits = false;
  float total = 0, kept = 1.0f - rate.learning;
  for (int i = 0; i < mixture.used; i++) {
    float weight = kept * mixture.of[i].weight + rate.pruning;
    int place = i;
    if (!fits) {
      float difference[3];
      float distance = squared_distance(mixture.of[i], value, channels, difference);
      float variance = mixture.of[i].variance;
      if (total < BACKGROUND_WEIGHT && distance < threshold * variance) background = true;
      if (distance < FITTING * variance) {
        fits = true;
        weight += rate.learning;
        attract(mixture.of[i], rate.learning / weight, distance, difference, channels);
        place = sort_up(mixture, i, weight);
      }
    }
    if (weight < -rate.pruning) {
      weight = 0;
      mixture.used--;
    }
    mixture.of[place].weight = weight;
    total += weight;
  }
  float scale = fabsf(total) > NO_WEIGHT ? 1.0f / total : 0.0f;
  for (int i = 0; i < mixture.used; i++) mixture.of[i].weight *= scale;
  return fits;
}

// Adds a Gaussian at a value that fits none; replaces the lightest if there are five.
DEVICE void add(Mixture &mixture, const Value &value, int channels, Rate rate) {
  int i = mixture.used == GAUSSIANS ? GAUSSIANS - 1 : mixture.used++;
  for (int j = 0; j < mixture.used - 1; j++) mixture.of[j].weight *= 1.0f - rate.learning;
  Gaussian &added = mixture.of[i];
  added.weight = mixture.used == 1 ? 1.0f : rate.learning;
  added.variance = FIRST_VARIANCE;
  for (int c = 0; c < channels; c++) added.mean[c] = value.of[c];
  sort_up(mixture, i, rate.learning);
}

// Returns whether a value is a darker version of a Gaussian's mean.
DEVICE bool is_shadow_of(const Gaussian &gaussian, const Value &value, int channels, float product, float square,
                         float threshold) {
  if (!(product <= square && product >= DARKEST_SHADOW * square)) return false;
  float darker = product / square, distance = 0;
  for (int c = 0; c < channels; c++) {
    float difference = darker * gaussian.mean[c] - value.of[c];
    distance += difference * difference;
  }
  return distance < threshold * gaussian.variance * darker * darker;
}

DEVICE bool is_shadow(const Mixture &mixture, const Value &value, int channels, float threshold) {
  float total = 0;
  for (int i = 0; i < mixture.used; i++) {
    const Gaussian &gaussian = mixture.of[i];
    float product = 0, square = 0;
    for (int c = 0; c < channels; c++) {
      product += value.of[c] * gaussian.mean[c];
      square += gaussian.mean[c] * gaussian.mean[c];
    }
    if (square == 0) return false;
    if (is_shadow_of(gaussian, value, channels, product, square, threshold)) return true;
    total += gaussian.weight;
    if (total > BACKGROUND_WEIGHT) return false;
  }
  return false;
}

KERNEL(background_subtraction_learn, Picture source, Picture target, float *gaussians, u8 *used, const int *seen,
       const Rate *rates, float threshold, int shadows, int foreground) {
  int x = pixel_x(), y = pixel_y(), channels = source.channels;
  if (!is_inside(source, x, y)) return;
  long long pixels = (long long)source.width * source.height, place = (long long)y * source.width + x;
  const u8 *from = layer(source) + offset(source, x, y);
  Value value;
  for (int c = 0; c < channels; c++) value.of[c] = from[c];
  Rate rate = rates[*seen];

  Mixture mixture;
  mixture.used = used[place];
  load(mixture, gaussians, pixels, channels, place);
  bool background = false;
  if (!learn(mixture, value, channels, rate, threshold, background)) add(mixture, value, channels, rate);
  store(mixture, gaussians, pixels, channels, place);
  used[place] = (u8)mixture.used;

  int mask = background ? 0 : shadows && is_shadow(mixture, value, channels, threshold) ? 127 : 255;
  u8 *to = layer(target) + offset(target, x, y);
  for (int c = 0; c < channels; c++) to[c] = (u8)(!foreground ? mask : mask == 255 ? from[c] : 0);
}

KERNEL(background_subtraction_count, int *seen, int last) { *seen = min(*seen + 1, last); }
