// Kernels with one bug each, with which tests prove that bugs are detected.
#include "darkroom.cuh"

// Writes one byte after the picture.
KERNEL(planted_overrun, Picture source, Picture target) {
  int x = pixel_x(), y = pixel_y();
  if (x >= source.width || y >= source.height) return;
  int place = y * source.width + x;
  layer(target)[place + 1] = layer(source)[place];
}

// Writes one value after the shared memory of the block.
BLOCK_KERNEL(planted_shared_overrun, Picture source, Picture target) {
  __shared__ int seen[64];
  seen[threadIdx.x + 1] = source.width;
  __syncthreads();
  if (threadIdx.x == 0) layer(target)[0] = (u8)seen[0];
}

// Reads shared memory before it is written.
BLOCK_KERNEL(planted_unwritten, Picture source, Picture target) {
  __shared__ u8 sums[64];
  sums[threadIdx.x] += layer(source)[0];
  __syncthreads();
  if (threadIdx.x == 0) layer(target)[0] = sums[0];
}

// Half of the threads never reach the barrier where the other half wait.
BLOCK_KERNEL(planted_unmet, Picture source, Picture target) {
  if (threadIdx.x < 32) return;
  __syncthreads();
  layer(target)[0] = layer(source)[0];
}
