// cv::erode and cv::dilate, one step a pass: the least or the greatest value over an element that is a span in each of its rows;
// nothing beyond the edge counts.
//
// spans: how far the element reaches to either side in each of its 2 reach + 1 rows. A rectangle comes as two passes, a row and
// a column.
#include "line.cuh"

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
  long long row = (long long)source.width * source.channels;
  const u8 *values = chosen(from, source, target, first, second) + at.channel;
  int extreme = greatest ? 0 : 255;
  for (int y = max(at.y - reach, 0); y <= min(at.y + reach, source.height - 1); y++) {
    int span = spans[y - at.y + reach];
    const u8 *line = values + y * row;
    for (int x = max(at.x - span, 0); x <= min(at.x + span, source.width - 1); x++) {
      int value = line[x * source.channels];
      extreme = greatest ? max(extreme, value) : min(extreme, value);
    }
  }
  chosen(to, source, target, first, second)[at.y * row + at.column] = (u8)extreme;
}

KERNEL(morphology_difference, Scratch eroded, Picture target) {
  Value at = value_here(target);
  if (!at.inside) return;
  *value_of(target, at) -= layer<u8>(eroded)[(long long)at.y * target.width * target.channels + at.column];
}
