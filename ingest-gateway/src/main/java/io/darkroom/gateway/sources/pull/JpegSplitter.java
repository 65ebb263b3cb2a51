package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the JPEGs in a stream of bytes by their own markers (ITU-T T.81 annex B), whatever lies
 * between them: boundaries of any style, headers with wrong lengths, or nothing. Not thread-safe.
 */
final class JpegSplitter {

  private static final int CHUNK = 1 << 15;
  private static final int MAX_PICTURE = 64 << 20;
  private static final int MAX_BETWEEN = 4 << 20;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int END = -1;

  private final ByteSource source;
  private final boolean endCompletes;
  private final byte[] chunk = new byte[CHUNK];
  private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
  private int length;
  private int at;
  private boolean started;
  private boolean scanned;

  /**
   * @param endCompletes whether the end of the bytes completes a picture without an end marker
   */
  JpegSplitter(ByteSource source, boolean endCompletes) {
    this.source = source;
    this.endCompletes = endCompletes;
  }

  /** Returns the next JPEG as soon as its last byte is there; empty at the end. */
  Optional<byte[]> next() throws IOException {
    if (!started && !findStart()) {
      return Optional.empty();
    }
    begin();
    for (int marker = marker(); ; marker = marker()) {
      if (marker == EOI) {
        return Optional.of(picture.toByteArray());
      }
      if (marker == END) {
        return scanned && endCompletes ? Optional.of(picture.toByteArray()) : Optional.empty();
      }
      if (marker == SOI) {
        started = scanned;
        if (scanned) {
          return withoutNextStart();
        }
        begin();
      } else if (hasLength(marker)) {
        segment();
        scanned |= marker == SOS;
      }
    }
  }

  private void begin() {
    picture.reset();
    picture.write(0xff);
    picture.write(SOI);
    started = false;
    scanned = false;
  }

  /** The picture ends without an end marker, where the next one starts. */
  private Optional<byte[]> withoutNextStart() {
    byte[] both = picture.toByteArray();
    return Optional.of(Arrays.copyOf(both, both.length - 2));
  }

  private boolean findStart() throws IOException {
    int before = 0;
    for (int skipped = 0; skipped < MAX_BETWEEN; skipped++) {
      int next = read();
      if (next == END) {
        return false;
      }
      if (before == 0xff && next == SOI) {
        return true;
      }
      before = next;
    }
    throw new IOException("no JPEG within %d MiB".formatted(MAX_BETWEEN >> 20));
  }

  /** Reads up to the next marker, over entropy-coded data and stray bytes; -1 at the end. */
  private int marker() throws IOException {
    int before = 0;
    while (picture.size() < MAX_PICTURE) {
      int next = copy();
      if (next == END) {
        return END;
      }
      if (before == 0xff && next != 0xff && !isData(next)) {
        return next;
      }
      before = next;
    }
    throw new IOException("a JPEG of more than %d MiB".formatted(MAX_PICTURE >> 20));
  }

  /** Stuffed zeros, and the restart markers within a scan. */
  private static boolean isData(int afterFf) {
    return afterFf == 0 || afterFf >= 0xd0 && afterFf <= 0xd7;
  }

  private static boolean hasLength(int marker) {
    return marker >= 0xc0;
  }

  private void segment() throws IOException {
    int size = copy() << 8 | copy();
    for (int i = 2; i < size; i++) {
      if (copy() == END) {
        return;
      }
    }
  }

  private int copy() throws IOException {
    int next = read();
    if (next != END) {
      picture.write(next);
    }
    return next;
  }

  private int read() throws IOException {
    if (at == length) {
      length = Math.max(0, source.read(chunk, CHUNK));
      at = 0;
    }
    return length == 0 ? END : chunk[at++] & 0xff;
  }
}
