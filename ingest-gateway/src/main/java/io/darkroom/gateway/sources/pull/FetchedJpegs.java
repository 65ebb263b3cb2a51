package io.darkroom.gateway.sources.pull;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.frames.publish.JpegSplitter;
import io.darkroom.gateway.media.ByteSource;
import java.io.IOException;
import java.util.Optional;

/** The JPEGs in a response, whatever lies between them. Read by one thread. */
final class FetchedJpegs {

  private static final int CHUNK = 1 << 15;
  private static final int MAX_WITHOUT_PICTURE = 64 << 20;

  private final ByteSource source;
  private final boolean endCompletes;
  private final JpegSplitter splitter = new JpegSplitter(ImageLimits.DEFAULT, true);
  private final byte[] chunk = new byte[CHUNK];
  private long sincePicture;
  private boolean ended;

  /**
   * @param endCompletes whether the end of the response completes a picture without an end marker
   */
  FetchedJpegs(ByteSource source, boolean endCompletes) {
    this.source = source;
    this.endCompletes = endCompletes;
  }

  /** Returns the next JPEG as soon as its last byte is there; empty at the end. */
  Optional<ByteString> next() throws IOException {
    Optional<ByteString> next = splitter.next();
    while (next.isEmpty()) {
      int read = source.read(chunk, CHUNK);
      if (read <= 0) {
        return rest();
      }
      requirePictures(read);
      splitter.add(chunk, read);
      next = splitter.next();
    }
    sincePicture = 0;
    return next;
  }

  private Optional<ByteString> rest() {
    boolean first = !ended;
    ended = true;
    return first && endCompletes ? splitter.rest() : Optional.empty();
  }

  private void requirePictures(int read) throws IOException {
    sincePicture += read;
    if (sincePicture > MAX_WITHOUT_PICTURE) {
      throw new IOException("no JPEG within %d MiB".formatted(MAX_WITHOUT_PICTURE >> 20));
    }
  }
}
