// An unsharp mask: (256 v + amount (v - blurred) + 128) >> 8, where blurred is the result of cv::GaussianBlur. Values that the
// blur changes by less than the threshold are kept.
//
// Two passes: sums along rows, in 16 bits, then along columns, where the blur is rounded and applied.
#include "line.cuh"

DEVICE u8 sharpened(int value, int sum, int amount, int threshold) {
  int difference = value - ((sum + 32768) >> 16);
  if (abs(difference) < threshold) return (u8)value;
  return (u8)clamp8((256 * value + amount * difference + 128) >> 8);
}

KERNEL(sharpen_rows, Picture source, Scratch sums, const short *weights, int reach) {
  row_sums(source, sums, weights, reach, BORDER_REFLECT_101);
}

KERNEL(sharpen_columns, Picture source, Scratch sums, Picture target, const short *weights, int reach, int amount,
       int threshold) {
  Value at = column_run(target);
  if (!at.inside) return;
  int run[RUN];
  column_sums(sums, target, at, weights, reach, BORDER_REFLECT_101, run);
  for (int r = 0; r < RUN && at.y + r < target.height; r++) {
    int place = at.place + r * target.width * target.channels;
    layer(target)[place] = sharpened(layer(source)[place], run[r], amount, threshold);
  }
}
