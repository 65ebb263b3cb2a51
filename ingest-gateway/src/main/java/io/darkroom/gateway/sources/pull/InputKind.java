package io.darkroom.gateway.sources.pull;

import java.time.Duration;

/** How the frames of an input come. */
enum InputKind {
  /** As they are captured: RTSP and cameras. */
  LIVE(Duration.ofMillis(2200)),
  /** In bursts that are to be spread by their timestamps: live playlists. */
  LIVE_IN_BURSTS(Duration.ofSeconds(15)),
  /** As fast as they are asked for. */
  STORED(Duration.ofSeconds(15));

  /** For one packet; FFmpeg's RTSP takes it twice. */
  private final Duration patience;

  InputKind(Duration patience) {
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  boolean live() {
    return this != STORED;
  }
}
