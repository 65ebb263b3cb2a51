package io.darkroom.frame;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format of the bytes of a frame's image. */
public enum Encoding {
  JPEG("jpeg", "image/jpeg"),
  PNG("png", "image/png"),
  /** 3 bytes per pixel, blue first, rows from the top, no padding. */
  RAW_BGR8("raw_bgr8", "application/octet-stream"),
  /** 1 byte per pixel, rows from the top, no padding. */
  RAW_GRAY8("raw_gray8", "application/octet-stream");

  private final String text;
  private final String mediaType;

  Encoding(String text, String mediaType) {
    this.text = text;
    this.mediaType = mediaType;
  }

  /** Returns the name in JSON, query parameters and on the command line. */
  public String text() {
    return text;
  }

  public String mediaType() {
    return mediaType;
  }

  /** Returns whether an image of this encoding contains its size. */
  public boolean compressed() {
    return this == JPEG || this == PNG;
  }

  /** Returns the bytes per pixel of a raw encoding. */
  public int bytesPerPixel() {
    return switch (this) {
      case RAW_BGR8 -> 3;
      case RAW_GRAY8 -> 1;
      case JPEG, PNG -> throw new IllegalStateException(this + " has no fixed size per pixel");
    };
  }

  /** Reads a name in any case; {@code jpg} is JPEG too. */
  public static Optional<Encoding> parse(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    String name = small.equals("jpg") ? JPEG.text : small;
    return Arrays.stream(values()).filter(e -> e.text.equals(name)).findFirst();
  }

  public static String names() {
    return Arrays.stream(values()).map(Encoding::text).collect(Collectors.joining(", "));
  }
}
