// Shared by all kernels: the parameters for pictures, and arithmetic that gives the same bytes on all accelerators.
//
// A launch processes a bundle of pictures of one shape; blockIdx.z is the index of the picture. Results must equal OpenCV's
// 8-bit results, so use 32-bit integers and write out every rounding. Where floats are necessary, the compiler does not contract
// products and sums. Java computes weights and tables once and passes them in.
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

// One picture per layer: 8 bits per channel, rows without padding; 3 channels are blue, green, red.
struct Picture {
  u8 *pixels;
  long long stride;  // bytes from one layer's picture to the next
  int width;
  int height;
  int channels;
  int unused;
};

// A buffer per layer that passes of a filter share.
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

// Luma by ITU-R BT.601 in 15 bits, like cv::cvtColor.
DEVICE int luma(int blue, int green, int red) { return (3735 * blue + 19235 * green + 9798 * red + 16384) >> 15; }

// Returns the luma of a pixel with one or three channels.
DEVICE int luma_at(const u8 *pixel, int channels) { return channels == 1 ? pixel[0] : luma(pixel[0], pixel[1], pixel[2]); }

// Border modes, numbered as in cv::borderInterpolate.
enum Border { BORDER_CONSTANT = 0, BORDER_REPLICATE = 1, BORDER_REFLECT = 2, BORDER_WRAP = 3, BORDER_REFLECT_101 = 4 };

// Maps an index outside the picture to one in 0..n-1; -1 for a constant border.
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
