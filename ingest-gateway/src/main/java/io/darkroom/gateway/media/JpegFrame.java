package io.darkroom.gateway.media;

import com.google.protobuf.ByteString;
import java.time.Duration;

/**
 * One picture of a video, as JPEG.
 *
 * @param jpeg a complete JFIF file: BT.601, full range
 * @param position in the video
 * @param width in px
 * @param height in px
 */
public record JpegFrame(ByteString jpeg, Duration position, int width, int height) {}
