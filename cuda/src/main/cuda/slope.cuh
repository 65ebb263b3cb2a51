// Derivatives of a picture's luma with integer weights over squares with sides of up to 7. Each block stores its part of the
// luma, with a margin of 3, in shared memory. Blocks have 32 x 8 threads; pictures are mirrored at the edge pixels.
#pragma once
#include "darkroom.cuh"

enum { AROUND = 3, LUMA_WIDTH = 32 + 2 * AROUND, LUMA_HEIGHT = 8 + 2 * AROUND };

struct Luma {
  u8 values[LUMA_HEIGHT][LUMA_WIDTH];
};

// Fills the block's luma; all of its threads must call this function.
DEVICE void load(Luma &part, const Picture &source) {
  const u8 *pixels = layer(source);
  int left = blockIdx.x * blockDim.x - AROUND, top = blockIdx.y * blockDim.y - AROUND;
  int thread = threadIdx.y * blockDim.x + threadIdx.x;
  for (int i = thread; i < LUMA_WIDTH * LUMA_HEIGHT; i += blockDim.x * blockDim.y) {
    int x = border_index(left + i % LUMA_WIDTH, source.width, BORDER_REFLECT_101);
    int y = border_index(top + i / LUMA_WIDTH, source.height, BORDER_REFLECT_101);
    const u8 *pixel = pixels + ((long long)y * source.width + x) * source.channels;
    part.values[i / LUMA_WIDTH][i % LUMA_WIDTH] = (u8)luma_at(pixel, source.channels);
  }
  __syncthreads();
}

// Returns the absolute weighted sum around this thread's pixel; weights are stored by row.
DEVICE int steepness(const Luma &part, const short *weights, int size) {
  int sum = 0, first = AROUND - size / 2;
  for (int j = 0; j < size; j++) {
    const u8 *row = &part.values[threadIdx.y + first + j][threadIdx.x + first];
    for (int i = 0; i < size; i++) sum += weights[j * size + i] * row[i];
  }
  return abs(sum);
}

// Stores a value of the gray target, clamped to 255.
DEVICE void store(const Picture &target, int value) {
  if (pixel_x() >= target.width || pixel_y() >= target.height) return;
  layer(target)[(long long)pixel_y() * target.width + pixel_x()] = (u8)min(value, 255);
}
