package io.darkroom.gateway.limits;

import java.time.Duration;

/**
 * What unfinished uploads may take. An upload that was only announced, and has not sent a byte, has
 * no place among them; of those as many again are known, and the oldest gives way.
 *
 * @param maxBytes of one video
 * @param maxUnfinished uploads at a time of which something has arrived
 * @param maxUnfinishedBytes of all of them, as far as they have arrived
 * @param idle after which an upload that receives nothing gives way where places are short
 * @param expiry after which one that nobody went on with is deleted in any case
 */
public record UploadLimits(
    long maxBytes, int maxUnfinished, long maxUnfinishedBytes, Duration idle, Duration expiry) {

  public static final int DEFAULT_UNFINISHED = 32;
  public static final Duration DEFAULT_IDLE = Duration.ofMinutes(1);

  /** Where bytes rather than places are short, an upload may pause for longer. */
  public static final Duration LONG_IDLE = Duration.ofHours(1);

  private static final Duration EXPIRY = Duration.ofHours(24);
  private static final int LARGEST_VIDEOS = 8;

  /** For videos of up to a size. */
  public static UploadLimits of(long maxBytes) {
    return of(maxBytes, DEFAULT_UNFINISHED, 0, DEFAULT_IDLE);
  }

  /**
   * @param unfinishedBytes 0 for eight of the largest videos
   */
  public static UploadLimits of(
      long maxBytes, int maxUnfinished, long unfinishedBytes, Duration idle) {
    long bytes = unfinishedBytes == 0 ? LARGEST_VIDEOS * maxBytes : unfinishedBytes;
    return new UploadLimits(maxBytes, maxUnfinished, bytes, idle, EXPIRY);
  }
}
