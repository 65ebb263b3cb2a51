package io.darkroom.frame;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds where JPEGs begin. */
public final class JpegStarts {

  private static final byte FF = (byte) 0xff;
  private static final byte SOI = (byte) JpegMarker.SOI;
  private static final int BYTES = 3;

  private JpegStarts() {}

  /**
   * Returns the index of the next {@code FF D8 FF}, or -1. Looks at every third byte, so that
   * passing over pixel data is cheap.
   */
  public static int next(ByteBuffer bytes, int from) {
    for (int at = from + BYTES - 1; at < bytes.limit(); at += BYTES) {
      byte value = bytes.get(at);
      if (value == FF || value == SOI) {
        for (int start = Math.max(from, at - BYTES + 1); start <= at; start++) {
          if (isStart(bytes, start)) {
            return start;
          }
        }
      }
    }
    int last = bytes.limit() - BYTES;
    return last >= from && isStart(bytes, last) ? last : -1;
  }

  private static boolean isStart(ByteBuffer bytes, int at) {
    return at + BYTES <= bytes.limit()
        && bytes.get(at) == FF
        && bytes.get(at + 1) == SOI
        && bytes.get(at + 2) == FF;
  }

  /**
   * Splits a body into its images: itself if it has one, or JPEGs one after the other. Pictures
   * that a JPEG lists as parts of itself stay with it, and so do bytes after the last one.
   */
  public static List<ByteString> split(ByteString body) {
    ByteBuffer bytes = body.asReadOnlyByteBuffer().slice();
    boolean jpeg = ImageHeader.sniff(body).filter(Encoding.JPEG::equals).isPresent();
    if (!jpeg || next(bytes, BYTES) < 0) {
      return List.of(body);
    }
    List<ByteString> images = new ArrayList<>();
    int from = 0;
    while (true) {
      JpegWalk walk = new JpegWalk();
      int end = walk.end(bytes.slice(from, bytes.limit() - from));
      int next = end < 0 || walk.listsParts() ? -1 : next(bytes, from + end);
      if (next < 0) {
        images.add(body.substring(from));
        return images;
      }
      images.add(body.substring(from, from + end));
      from = next;
    }
  }
}
