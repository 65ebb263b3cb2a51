package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.ByteSource;
import java.io.IOException;

/** The first bytes of another source; closes it. */
final class PartOfBytes implements ByteSource {

  private final ByteSource whole;
  private final long size;
  private long left;

  PartOfBytes(ByteSource whole, long size) {
    this.whole = whole;
    this.size = size;
    this.left = size;
  }

  @Override
  public int read(byte[] buffer, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = whole.read(buffer, (int) Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void close() {
    whole.close();
  }
}
