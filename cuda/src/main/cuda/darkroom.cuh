// What every kernel builds on: how pictures reach it, and arithmetic that gives the same bytes everywhere.
//
// A launch covers a bundle of pictures of one shape: blockIdx.z is the picture. Results must equal OpenCV's 8-bit ones, so
// arithmetic is in integers of 32 bits, with every rounding written out; what must be in floats is built without contraction
// of products and sums. Weights and tables come from Java, which computes them once.
#pragma once

#ifdef __CUDACC__
#define KERNEL(name, ...) extern "C" __global__ void name(__VA_ARGS__)
#define BLOCK_KERNEL(name, ...) extern "C" __global__ void name(__VA_ARGS__)
#define DEVICE __device__ __forceinline__
#else
#include "host.h"
#endif

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

// A picture of each layer: 8 bits a channel, rows packed; 3 channels are blue, green, red.
struct Picture {
  u8 *pixels;
  long long stride;  // bytes from one layer's picture to the next
  int width;
  int height;
  int channels;
  int unused;
};

// Memory of each layer between the passes of a filter.
struct Scratch {
  u8 *bytes;
  long long stride;
};

DEVICE u8 *layer(const Picture &picture) { return picture.pixels + picture.stride * blockIdx.z; }

template <class T>
DEVICE T *layer(const Scratch &scratch) {
  return reinterpret_cast<T *>(scratch.bytes + scratch.stride * blockIdx.z);
}

DEVICE int pixel_x() { return blockIdx.x * blockDim.x + threadIdx.x; }

DEVICE int pixel_y() { return blockIdx.y * blockDim.y + threadIdx.y; }

DEVICE int clamp(int v, int low, int high) { return v < low ? low : (v > high ? high : v); }

DEVICE int clamp8(int v) { return clamp(v, 0, 255); }

// Brightness by ITU-R BT.601 in 15 bits, as cv::cvtColor has it.
DEVICE int luma(int blue, int green, int red) { return (3735 * blue + 19235 * green + 9798 * red + 16384) >> 15; }

// The luma of a pixel of one channel or three.
DEVICE int luma_at(const u8 *pixel, int channels) { return channels == 1 ? pixel[0] : luma(pixel[0], pixel[1], pixel[2]); }

// What lies beyond the edge, as cv::borderInterpolate numbers it.
enum Border { BORDER_CONSTANT = 0, BORDER_REPLICATE = 1, BORDER_REFLECT = 2, BORDER_WRAP = 3, BORDER_REFLECT_101 = 4 };

// The place within 0..n-1 that a place outside stands for; -1 for a constant border.
DEVICE int border_index(int i, int n, int border) {
  if (i >= 0 && i < n) return i;
  switch (border) {
    case BORDER_REPLICATE:
      return i < 0 ? 0 : n - 1;
    case BORDER_WRAP:
      return i < 0 ? n - 1 - (-1 - i) % n : i % n;
    case BORDER_REFLECT:
    case BORDER_REFLECT_101: {
      if (n == 1) return 0;
      int edge = border == BORDER_REFLECT_101 ? 1 : 0;
      while (i < 0 || i >= n) i = i < 0 ? -i - 1 + edge : 2 * n - 1 - i - edge;
      return i;
    }
    default:
      return -1;
  }
}
