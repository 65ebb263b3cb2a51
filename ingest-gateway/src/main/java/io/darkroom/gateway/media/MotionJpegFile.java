package io.darkroom.gateway.media;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recognizes files of JPEGs one after the other. FFmpeg looks at the first bytes only, and takes
 * one whose first picture is large for a still image.
 */
final class MotionJpegFile {

  private static final long LONGEST_PICTURE = 32L << 20;

  /** The end of a picture, and the start of the next one. */
  private static final long SEAM = 0xffd9ffd8ffL;

  private static final long START = 0xffd8ffL;

  private MotionJpegFile() {}

  /** Whether the file begins with a JPEG and another one follows it. */
  static boolean is(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long last = 0;
      for (long read = 1; read <= LONGEST_PICTURE; read++) {
        int next = in.read();
        last = (last << 8 | next) & 0xffffffffffL;
        if (next < 0 || read == 3 && last != START) {
          return false;
        }
        if (last == SEAM) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
