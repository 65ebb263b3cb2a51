package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.ByteSource;
import java.io.ByteArrayInputStream;

/** Bytes in memory. */
final class MemoryBytes implements ByteSource {

  private final byte[] bytes;
  private final ByteArrayInputStream in;

  MemoryBytes(byte[] bytes) {
    this.bytes = bytes;
    this.in = new ByteArrayInputStream(bytes);
  }

  @Override
  public int read(byte[] buffer, int length) {
    return in.read(buffer, 0, length);
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean seekable() {
    return true;
  }

  @Override
  public void seek(long position) {
    in.reset();
    in.skip(position);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
