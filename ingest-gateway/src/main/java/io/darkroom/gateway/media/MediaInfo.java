package io.darkroom.gateway.media;

import java.time.Duration;

/**
 * The metadata of a video.
 *
 * @param duration zero if unknown
 * @param fps frames per second; 0 if unknown
 * @param codec such as {@code h264}
 * @param width in px
 * @param height in px
 */
public record MediaInfo(Duration duration, double fps, String codec, int width, int height) {}
