// cv::Scharr of the luma and cv::convertScaleAbs: exact integer sums, clamped to 255; the magnitude is |x| + |y|.
#include "slope.cuh"

BLOCK_KERNEL(scharr_slope, Picture source, Picture target, const short *weights, int size) {
  __shared__ Luma part;
  load(part, source);
  store(target, steepness(part, weights, size));
}

BLOCK_KERNEL(scharr_magnitude, Picture source, Picture target, const short *x, const short *y, int size) {
  __shared__ Luma part;
  load(part, source);
  store(target, steepness(part, x, size) + steepness(part, y, size));
}
