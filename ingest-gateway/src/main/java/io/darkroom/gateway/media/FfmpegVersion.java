package io.darkroom.gateway.media;

import org.bytedeco.ffmpeg.global.avutil;

/** The version of FFmpeg's libraries. */
public final class FfmpegVersion {

  private FfmpegVersion() {}

  public static String read() {
    return avutil.av_version_info().getString();
  }
}
