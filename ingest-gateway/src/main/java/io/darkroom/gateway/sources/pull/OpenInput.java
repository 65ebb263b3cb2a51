package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.VideoReader;

/**
 * An open input. Its holder closes it.
 *
 * @param transport of RTSP; otherwise empty
 */
record OpenInput(VideoReader reader, InputKind kind, String transport) implements AutoCloseable {
  @Override
  public void close() {
    reader.close();
  }
}
