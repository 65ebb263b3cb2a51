// Runs the point operations of consecutive filters in one pass; each thread applies all of them to four pixels.
//
// operations: a number (see PointKernel.java) and fifteen operands each; tables: 256 values each, in order. A gray pixel has
// three equal values. If pictures are aligned to four bytes, which they are unless they are parts of others, whole words are
// read and written.
#include "darkroom.cuh"

enum Operation { LOOKUP = 0, WEIGHTED_GRAY = 1, MEAN_GRAY = 2, LIGHTNESS_GRAY = 3, MIX = 4, HSV = 5, OPERANDS = 16 };

// Pixels per thread.
enum { EACH = 4 };

struct Pixel {
  int blue, green, red;
};

DEVICE Pixel gray(int value) { return {value, value, value}; }

DEVICE Pixel lightness(Pixel p) {
  int most = max(p.blue, max(p.green, p.red)), least = min(p.blue, min(p.green, p.red));
  return gray((most + least + 1) >> 1);
}

DEVICE Pixel looked_up(const u8 *blue, const u8 *green, const u8 *red, Pixel p) {
  return {blue[p.blue], green[p.green], red[p.red]};
}

DEVICE int mixed(const int *weights, Pixel p) {
  return clamp8((weights[0] * p.blue + weights[1] * p.green + weights[2] * p.red + weights[3] + 512) >> 10);
}

// Like cv::cvtColor with COLOR_BGR2HSV: hue in units of two degrees, divisions by rounded reciprocals in 12 bits.
DEVICE Pixel to_hsv(Pixel p) {
  int most = max(p.blue, max(p.green, p.red)), range = most - min(p.blue, min(p.green, p.red));
  if (range == 0) return {0, 0, most};
  int per_range = (122880 + range / 2) / range, per_most = (1044480 + most / 2) / most;
  int hue = most == p.red     ? p.green - p.blue
            : most == p.green ? p.blue - p.red + 2 * range
                              : p.red - p.green + 4 * range;
  hue = (hue * per_range + 2048) >> 12;
  return {hue < 0 ? hue + 180 : hue, (range * per_most + 2048) >> 12, most};
}

// Like the vectorized cv::cvtColor with COLOR_HSV2BGR: in floats, truncated; 1 - a * b is one operation if fused.
DEVICE Pixel to_bgr(int hue, int saturation, int value, bool fused) {
  float h = (float)hue * (6.0f / 180.0f), s = (float)saturation * (1.0f / 255.0f), v = (float)value * (1.0f / 255.0f);
  int sector = (int)h;
  float part = h - (float)sector, left = 1.0f - part;
  float fall = fused ? fmaf(-s, part, 1.0f) : 1.0f - s * part;
  float rise = fused ? fmaf(-s, left, 1.0f) : 1.0f - s * left;
  int most = (int)(v * 255.0f), least = (int)(v * (1.0f - s) * 255.0f);
  int falling = (int)(v * fall * 255.0f), rising = (int)(v * rise * 255.0f);
  switch (sector) {
    case 0: return {least, rising, most};
    case 1: return {least, most, falling};
    case 2: return {rising, most, least};
    case 3: return {most, falling, least};
    case 4: return {most, least, rising};
    default: return {falling, least, most};
  }
}

template <class Change>
DEVICE void each(Pixel (&pixels)[EACH], Change change) {
  for (int i = 0; i < EACH; i++) pixels[i] = change(pixels[i]);
}

// Applies one operation to the pixels of a thread; reads its operands once.
DEVICE void apply(const int *operation, const u8 *tables, Pixel (&pixels)[EACH]) {
  int a = operation[1], b = operation[2], c = operation[3];
  const u8 *first = tables + a, *second = tables + b, *third = tables + c;
  switch (operation[0]) {
    case LOOKUP:
      return each(pixels, [=](Pixel p) { return looked_up(first, second, third, p); });
    case WEIGHTED_GRAY:
      return each(pixels, [=](Pixel p) { return gray((a * p.blue + b * p.green + c * p.red + 16384) >> 15); });
    case MEAN_GRAY:
      return each(pixels, [](Pixel p) { return gray((p.blue + p.green + p.red + 1) / 3); });
    case LIGHTNESS_GRAY:
      return each(pixels, [](Pixel p) { return lightness(p); });
    case MIX:
      return each(pixels, [=](Pixel p) -> Pixel {
        return {mixed(operation + 1, p), mixed(operation + 5, p), mixed(operation + 9, p)};
      });
    case HSV: {
      bool fused = operation[4];
      return each(pixels, [=](Pixel p) {
        Pixel q = looked_up(first, second, third, to_hsv(p));
        return to_bgr(q.blue, q.green, q.red, fused);
      });
    }
  }
}

// The bytes of four pixels as words, little-endian.
struct Words {
  u32 word[3];
};

DEVICE int byte_at(const Words &words, int i) { return words.word[i >> 2] >> ((i & 3) * 8) & 255; }

DEVICE void put(Words &words, int i, int value) { words.word[i >> 2] |= (u32)value << ((i & 3) * 8); }

DEVICE Words read(const u8 *from, int bytes, bool whole) {
  Words words = {{0, 0, 0}};
  if (whole) {
    for (int i = 0; i < 3; i++)
      if (4 * i < bytes) words.word[i] = reinterpret_cast<const u32 *>(from)[i];
  } else {
    for (int i = 0; i < 3 * EACH; i++)
      if (i < bytes) put(words, i, from[i]);
  }
  return words;
}

DEVICE void write(u8 *to, Words words, int bytes, bool whole) {
  if (whole) {
    for (int i = 0; i < 3; i++)
      if (4 * i < bytes) reinterpret_cast<u32 *>(to)[i] = words.word[i];
  } else {
    for (int i = 0; i < 3 * EACH; i++)
      if (i < bytes) to[i] = (u8)byte_at(words, i);
  }
}

DEVICE bool aligned(const u8 *place) { return (reinterpret_cast<size_t>(place) & 3) == 0; }

KERNEL(point_operations, Picture source, Picture target, int count, const int *__restrict__ operations,
       const u8 *__restrict__ tables) {
  int first = (blockIdx.x * blockDim.x + threadIdx.x) * EACH;
  int pixels = min(source.width * source.height - first, (int)EACH);
  if (pixels <= 0) return;
  const u8 *from = layer(source) + (long long)first * source.channels;
  u8 *to = layer(target) + (long long)first * target.channels;
  Words in = read(from, pixels * source.channels, pixels == EACH && aligned(from)), out = {{0, 0, 0}};
  Pixel p[EACH];
  for (int i = 0; i < EACH; i++) {
    if (source.channels == 1) p[i] = gray(byte_at(in, i));
    else p[i] = {byte_at(in, 3 * i), byte_at(in, 3 * i + 1), byte_at(in, 3 * i + 2)};
  }
  for (int k = 0; k < count; k++) apply(operations + OPERANDS * k, tables, p);
  for (int i = 0; i < EACH; i++) {
    if (target.channels == 1) {
      put(out, i, p[i].blue);
    } else {
      put(out, 3 * i, p[i].blue);
      put(out, 3 * i + 1, p[i].green);
      put(out, 3 * i + 2, p[i].red);
    }
  }
  write(to, out, pixels * target.channels, pixels == EACH && aligned(to));
}
