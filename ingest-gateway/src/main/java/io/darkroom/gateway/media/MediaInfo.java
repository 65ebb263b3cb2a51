package io.darkroom.gateway.media;

import java.time.Duration;

/**
 * What a video says of itself.
 *
 * @param duration zero where it does not tell
 * @param fps frames per second; 0 where it does not tell
 * @param codec such as {@code h264}
 * @param width in px
 * @param height in px
 */
public record MediaInfo(Duration duration, double fps, String codec, int width, int height) {}
