package io.darkroom.gateway.sources.pull.hls;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses the variant of a stream: of those within the bandwidth, the smallest that is at least as
 * large as the wanted size; if there is none, or no size is wanted, the largest. Of equal sizes, it
 * takes the one with the highest bandwidth. If all exceed the bandwidth, it takes the one that
 * needs the least.
 *
 * @param width wanted, in px; 0 for any
 * @param height wanted, in px; 0 for any
 * @param maxBandwidth in bit/s; 0 for no limit
 */
public record VariantRule(int width, int height, long maxBandwidth) {

  private static final Comparator<Variant> BY_BANDWIDTH =
      Comparator.comparingLong(Variant::bandwidth);
  private static final Comparator<Variant> LARGEST_LAST =
      Comparator.comparingLong(Variant::pixels).thenComparing(BY_BANDWIDTH);
  private static final Comparator<Variant> SMALLEST_LAST =
      Comparator.comparingLong(Variant::pixels).reversed().thenComparing(BY_BANDWIDTH);

  /** Returns empty if no variant has pictures. */
  public Optional<Variant> choose(List<Variant> variants) {
    List<Variant> withVideo = only(variants, Variant::mayHaveVideo);
    List<Variant> affordable = only(withVideo, this::isAffordable);
    if (affordable.isEmpty()) {
      return withVideo.stream().min(BY_BANDWIDTH);
    }
    List<Variant> large = only(affordable, this::isLargeEnough);
    return large.isEmpty()
        ? affordable.stream().max(LARGEST_LAST)
        : large.stream().max(SMALLEST_LAST);
  }

  private static List<Variant> only(List<Variant> variants, Predicate<Variant> condition) {
    return variants.stream().filter(condition).toList();
  }

  private boolean isAffordable(Variant variant) {
    return maxBandwidth == 0 || variant.bandwidth() <= maxBandwidth;
  }

  private boolean isLargeEnough(Variant variant) {
    return (width > 0 || height > 0) && variant.width() >= width && variant.height() >= height;
  }
}
