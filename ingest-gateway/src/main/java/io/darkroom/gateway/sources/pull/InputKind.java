package io.darkroom.gateway.sources.pull;

/** How frames of an input arrive. */
enum InputKind {
  /** As they are captured: RTSP and cameras. */
  LIVE,
  /** In bursts, spread out by their timestamps: live playlists. */
  LIVE_IN_BURSTS,
  /** As fast as they are read: files. */
  STORED;

  boolean live() {
    return this != STORED;
  }
}
