// cv::Laplacian of the luma and cv::convertScaleAbs: exact integer sums, clamped to 255.
#include "slope.cuh"

BLOCK_KERNEL(laplacian_slope, Picture source, Picture target, const short *weights, int size) {
  __shared__ Luma part;
  load(part, source);
  store(target, steepness(part, weights, size));
}
