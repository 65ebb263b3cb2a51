// cv::erode and cv::dilate, one step per pass: the minimum or maximum over a structuring element that is a span in each of its
// rows. Pixels outside the picture are ignored.
//
// spans: how far the element extends to either side in each of its 2 reach + 1 rows. A rectangle uses two passes, a row and a
// column.
#include "value.cuh"

enum Place { SOURCE = 0, TARGET = 1, FIRST = 2, SECOND = 3 };

DEVICE u8 *chosen(int place, const Picture &source, const Picture &target, const Scratch &first, const Scratch &second) {
  switch (place) {
    case SOURCE:
      return layer(source);
    case TARGET:
      return layer(target);
    case FIRST:
      return layer<u8>(first);
    default:
      return layer<u8>(second);
  }
}

KERNEL(morphology_extreme, Picture source, Picture target, Scratch first, Scratch second, int from, int to, int greatest,
       const short *spans, int reach) {
  Value at = value_here(source);
  if (!at.inside) return;
  const u8 *value = chosen(from, source, target, first, second) + at.place;
  int extreme = greatest ? 0 : 255;
  for (int y = max(-reach, -at.y); y <= min(reach, source.height - 1 - at.y); y++) {
    int span = spans[y + reach];
    const u8 *row = value + y * source.width * source.channels;
    for (int x = max(-span, -at.x); x <= min(span, source.width - 1 - at.x); x++) {
      int other = row[x * source.channels];
      extreme = greatest ? max(extreme, other) : min(extreme, other);
    }
  }
  chosen(to, source, target, first, second)[at.place] = (u8)extreme;
}

KERNEL(morphology_difference, Scratch eroded, Picture target) {
  Value at = value_here(target);
  if (at.inside) layer(target)[at.place] -= layer<u8>(eroded)[at.place];
}
