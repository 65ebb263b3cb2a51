package io.darkroom.gateway.media;

import java.io.IOException;

/**
 * Bytes that FFmpeg reads through Java, once from the beginning unless it is seekable. Used by one
 * thread; the reader closes it.
 */
public interface ByteSource extends AutoCloseable {

  /** Reads between one and {@code length} bytes; returns -1 at the end. */
  int read(byte[] buffer, int length) throws IOException;

  /** The size in bytes; -1 if unknown. */
  default long size() {
    return -1;
  }

  /** Whether {@link #seek} works. */
  default boolean seekable() {
    return false;
  }

  /** Continues at a position, in bytes from the beginning. */
  default void seek(long position) throws IOException {
    throw new IOException("not seekable");
  }

  @Override
  void close();

  /** Opens the entries of a playlist. */
  interface Opener {
    /** Throws if the URL is forbidden or cannot be opened. */
    ByteSource open(ByteRequest request) throws IOException;
  }
}
