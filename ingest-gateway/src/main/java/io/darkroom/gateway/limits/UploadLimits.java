package io.darkroom.gateway.limits;

import java.time.Duration;

/**
 * Limits of unfinished uploads. An upload that was announced but has sent no byte does not count;
 * the gateway keeps up to {@code maxUnfinished} of those too and drops the oldest first.
 *
 * @param maxBytes of one video
 * @param maxUnfinished uploads that have sent something, at a time
 * @param maxUnfinishedBytes received bytes of all of them
 * @param idle time without data after which an upload may be evicted for another one
 * @param expiry time without data after which an upload is deleted in any case
 */
public record UploadLimits(
    long maxBytes, int maxUnfinished, long maxUnfinishedBytes, Duration idle, Duration expiry) {

  public static final int DEFAULT_UNFINISHED = 32;
  public static final Duration DEFAULT_IDLE = Duration.ofMinutes(1);

  /** The idle time if the limit of bytes, not that of uploads, is reached. */
  public static final Duration LONG_IDLE = Duration.ofHours(1);

  private static final Duration EXPIRY = Duration.ofHours(24);
  private static final int LARGEST_VIDEOS = 8;

  /** The defaults, for videos of up to a size. */
  public static UploadLimits of(long maxBytes) {
    return of(maxBytes, DEFAULT_UNFINISHED, 0, DEFAULT_IDLE);
  }

  /**
   * @param unfinishedBytes 0 for eight times the largest video
   */
  public static UploadLimits of(
      long maxBytes, int maxUnfinished, long unfinishedBytes, Duration idle) {
    long bytes = unfinishedBytes == 0 ? LARGEST_VIDEOS * maxBytes : unfinishedBytes;
    return new UploadLimits(maxBytes, maxUnfinished, bytes, idle, EXPIRY);
  }
}
