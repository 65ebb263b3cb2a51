package io.darkroom.cuda.bench;

import io.darkroom.kernel.Shape;
import java.util.List;
import java.util.Map;

/**
 * The amount of work of a benchmark.
 *
 * @param shapes picture shapes by their name in tables, in order
 * @param bundles numbers of pictures per launch
 * @param rotatedBytes minimum total size of the rotated buffers, so that they do not fit into a
 *     cache
 * @param samples number of samples, of which the median is used
 * @param sampleMillis minimum duration of a sample
 * @param copyBytes size of one large copy
 * @param seconds duration of each end-to-end run
 */
record Effort(
    List<Map.Entry<String, Shape>> shapes,
    List<Integer> bundles,
    long rotatedBytes,
    int samples,
    double sampleMillis,
    long copyBytes,
    double seconds) {

  static final Effort FULL =
      new Effort(
          List.of(
              Map.entry("720p", new Shape(1280, 720, 3)),
              Map.entry("1080p", new Shape(1920, 1080, 3)),
              Map.entry("4K", new Shape(3840, 2160, 3))),
          List.of(1, 8, 32),
          256L << 20,
          9,
          4,
          256L << 20,
          5);

  /** Enough for rough figures. */
  static final Effort QUICK =
      new Effort(
          List.of(Map.entry("1080p", new Shape(1920, 1080, 3))),
          List.of(1, 8),
          256L << 20,
          5,
          2,
          256L << 20,
          3);

  /** Only checks that everything runs. */
  static final Effort TINY =
      new Effort(
          List.of(Map.entry("33 x 7", new Shape(33, 7, 3))), List.of(1, 2), 1, 3, 0, 1 << 20, 0.2);
}
