// An unsharp mask: (256 v + amount (v - blurred) + 128) >> 8, where blurred is cv::GaussianBlur's; values that the blur moves by
// less than the threshold stay.
//
// Two passes: sums along rows, in 16 bits, and then along columns, where the blur is rounded and used at once.
#include "line.cuh"

KERNEL(sharpen_rows, Picture source, Scratch sums, const short *weights, int reach) {
  row_sums(source, sums, weights, reach, BORDER_REFLECT_101);
}

KERNEL(sharpen_columns, Picture source, Scratch sums, Picture target, const short *weights, int reach, int amount,
       int threshold) {
  Value at = value_here(target);
  if (!at.inside) return;
  int blurred = (column_sum(sums, target, at, weights, reach, BORDER_REFLECT_101) + 32768) >> 16;
  int value = *value_of(source, at), difference = value - blurred;
  int sharp = clamp8((256 * value + amount * difference + 128) >> 8);
  *value_of(target, at) = (u8)(abs(difference) < threshold ? value : sharp);
}
