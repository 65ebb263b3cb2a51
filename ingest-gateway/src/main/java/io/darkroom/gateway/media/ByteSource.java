package io.darkroom.gateway.media;

import java.io.IOException;

/** Bytes that FFmpeg reads through Java. Used by one thread; closed by who reads. */
public interface ByteSource extends AutoCloseable {

  /** Reads at most {@code length} bytes, at least one; -1 at the end. */
  int read(byte[] buffer, int length) throws IOException;

  /** In bytes; -1 where it is not known. */
  long size();

  /** Whether {@link #seek} works. */
  boolean seekable();

  /** Goes on from there, in bytes from the beginning. */
  void seek(long position) throws IOException;

  @Override
  void close();

  /** Opens what a playlist names. */
  interface Opener {
    /** Throws where it must not be, or cannot be, opened. */
    ByteSource open(String url) throws IOException;
  }
}
