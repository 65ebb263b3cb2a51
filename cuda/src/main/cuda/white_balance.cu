// cv::xphoto::GrayworldWB. Three passes: sums of the channels over pixels that are not too saturated, a gain for each channel,
// applying the gains. Gains are in 1/256, halves to even; products are truncated. A gray picture is copied.
#include "darkroom.cuh"

// Sums have 32 bits and wrap around, like OpenCV's.
BLOCK_KERNEL(white_balance_sums, Picture source, Scratch sums, int threshold) {
  __shared__ u32 sum[3];
  if (threadIdx.x < 3) sum[threadIdx.x] = 0;
  __syncthreads();
  const u8 *pixels = layer(source);
  u32 mine[3] = {0, 0, 0};
  int n = source.channels == 3 ? source.width * source.height : 0;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
    const u8 *p = pixels + 3LL * i;
    int most = max((int)p[0], max((int)p[1], (int)p[2])), least = min((int)p[0], min((int)p[1], (int)p[2]));
    if ((most - least) * 255 > threshold * most) continue;
    for (int c = 0; c < 3; c++) mine[c] += p[c];
  }
  for (int c = 0; c < 3; c++) atomicAdd(&sum[c], mine[c]);
  __syncthreads();
  if (threadIdx.x < 3) atomicAdd(&layer<u32>(sums)[threadIdx.x], sum[threadIdx.x]);
}

KERNEL(white_balance_gains, Scratch sums, Scratch gains) {
  const u32 *sum = layer<u32>(sums);
  double most = max(sum[0], max(sum[1], sum[2]));
  float gain[3];
  for (int c = 0; c < 3; c++) gain[c] = sum[c] == 0 ? 0.0f : (float)(most / sum[c]);
  float highest = max(gain[0], max(gain[1], gain[2]));
  for (int c = 0; c < 3; c++) {
    float part = highest > 0 ? gain[c] / highest : gain[c];
    layer<int>(gains)[c] = __float2int_rn(part * 256.0f);
  }
}

KERNEL(white_balance_scale, Picture source, Picture target, Scratch gains) {
  int x = pixel_x(), y = pixel_y();
  if (x >= source.width || y >= source.height) return;
  long long place = ((long long)y * source.width + x) * source.channels;
  const u8 *from = layer(source) + place;
  u8 *to = layer(target) + place;
  if (source.channels == 1) {
    to[0] = from[0];
    return;
  }
  const int *gain = layer<int>(gains);
  for (int c = 0; c < 3; c++) to[c] = (u8)(from[c] * gain[c] >> 8);
}
