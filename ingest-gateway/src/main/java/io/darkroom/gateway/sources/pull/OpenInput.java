package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.VideoReader;

/**
 * An input that delivers; who holds it closes its reader.
 *
 * @param transport of RTSP, else empty
 */
record OpenInput(VideoReader reader, InputKind pace, String transport) implements AutoCloseable {
  @Override
  public void close() {
    reader.close();
  }
}
