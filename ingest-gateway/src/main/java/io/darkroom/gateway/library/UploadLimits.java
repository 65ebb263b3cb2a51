package io.darkroom.gateway.library;

import java.time.Duration;

/**
 * What unfinished uploads may take.
 *
 * @param maxBytes of one video
 * @param maxUnfinished uploads at a time
 * @param maxUnfinishedBytes of all of them, as announced
 * @param expiry after which one that nobody went on with is deleted
 */
public record UploadLimits(
    long maxBytes, int maxUnfinished, long maxUnfinishedBytes, Duration expiry) {

  /** For videos of up to a size. */
  public static UploadLimits of(long maxBytes) {
    return new UploadLimits(maxBytes, 32, 8 * maxBytes, Duration.ofHours(24));
  }
}
