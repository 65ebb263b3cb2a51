package io.darkroom.gateway.media;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Checks whether an AVI or Matroska file has all the bytes that the sizes inside it announce. If
 * so, it is not truncated, also if its header has a wrong duration.
 */
final class AnnouncedBytes {

  private static final int RIFF = 0x52494646;
  private static final int EBML = 0x1a45dfa3;
  private static final long SEGMENT = 0x18538067L;
  private static final long NOT_KNOWN = -1;

  private final RandomAccessFile file;

  private AnnouncedBytes(RandomAccessFile file) {
    this.file = file;
  }

  /** False also for other formats, and if the file cannot be read. */
  static boolean arePresent(Path path) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      AnnouncedBytes bytes = new AnnouncedBytes(file);
      return switch (file.readInt()) {
        case RIFF -> bytes.ofRiff();
        case EBML -> bytes.ofMatroska();
        default -> false;
      };
    } catch (IOException e) {
      return false;
    }
  }

  /** A program that could not seek back left the size at 0 or at its maximum. */
  private boolean ofRiff() throws IOException {
    long next = 0;
    while (next + 8 <= file.length()) {
      file.seek(next);
      if (file.readInt() != RIFF) {
        return true;
      }
      long size = Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()));
      if (size == 0 || size == 0xffffffffL) {
        return true;
      }
      next += 8 + size + (size & 1);
      if (next > file.length() + (size & 1)) {
        return false;
      }
    }
    return true;
  }

  /** Follows the elements of the segment: bytes of zeros, as in a broken download, are none. */
  private boolean ofMatroska() throws IOException {
    file.seek(4);
    file.seek(number(true) + file.getFilePointer());
    if (number(false) != SEGMENT) {
      return false;
    }
    long size = number(true);
    long end = file.getFilePointer() + size;
    if (size == NOT_KNOWN || end > file.length()) {
      return false;
    }
    while (file.getFilePointer() < end) {
      number(false);
      long element = number(true);
      if (element == NOT_KNOWN) {
        return false;
      }
      file.seek(file.getFilePointer() + element);
    }
    return file.getFilePointer() == end;
  }

  /**
   * Reads a number of variable length (RFC 8794).
   *
   * @param value whether it is a size: without the marker of its length, {@link #NOT_KNOWN} if all
   *     its bits are set
   */
  private long number(boolean value) throws IOException {
    int first = file.readUnsignedByte();
    int length = Integer.numberOfLeadingZeros(first) - 23;
    if (length > 8) {
      throw new IOException("no number");
    }
    long number = value ? first & (0xff >> length) : first;
    for (int i = 1; i < length; i++) {
      number = number << 8 | file.readUnsignedByte();
    }
    return value && number == (1L << 7 * length) - 1 ? NOT_KNOWN : number;
  }
}
