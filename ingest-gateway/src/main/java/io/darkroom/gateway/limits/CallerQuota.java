package io.darkroom.gateway.limits;

/**
 * What one caller may use of a gateway.
 *
 * @param callsPerSecond calls that begin, in all protocols; a burst of as many again may come at
 *     once
 * @param framesPerSecond frames that it publishes
 * @param bytesPerSecond bytes of their pictures
 * @param openCalls calls at a time
 */
public record CallerQuota(
    int callsPerSecond, int framesPerSecond, long bytesPerSecond, int openCalls) {

  /** More than an honest caller needs: a site with 100 cameras, or a wall of screens. */
  public static final CallerQuota DEFAULT = new CallerQuota(500, 3_000, 512L << 20, 500);
}
