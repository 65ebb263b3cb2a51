package io.darkroom.gateway.sources.pull;

import java.time.Duration;

/** How frames of an input arrive. */
enum InputKind {
  /** As they are captured: RTSP and cameras. */
  LIVE(Duration.ofMillis(2200)),
  /** In bursts, spread out by their timestamps: live playlists. */
  LIVE_IN_BURSTS(Duration.ofSeconds(15)),
  /** As fast as they are read: files. */
  STORED(Duration.ofSeconds(15));

  /** Timeout for one packet. FFmpeg's RTSP reader waits for it twice. */
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
