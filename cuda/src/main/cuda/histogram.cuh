// Histograms of a picture, by blocks of 256 threads.
#pragma once
#include "darkroom.cuh"

enum { BINS = 256 };

// Counts value(0) .. value(n - 1) in 256 bins. Each block along the grid's x counts its share in shared memory first; all of
// its 256 threads must call this function.
template <class Value>
DEVICE void count_values(u32 *bins, int n, Value value) {
  __shared__ u32 counts[BINS];
  counts[threadIdx.x] = 0;
  __syncthreads();
  for (int i = blockIdx.x * BINS + threadIdx.x; i < n; i += gridDim.x * BINS) atomicAdd(&counts[value(i)], 1u);
  __syncthreads();
  if (counts[threadIdx.x] > 0) atomicAdd(&bins[threadIdx.x], counts[threadIdx.x]);
}
