package io.darkroom.frame;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.Serializable;

/**
 * How large an image may be before anyone spends memory on it.
 *
 * @param maxSide of width and of height, in px
 * @param maxBytes of the encoded image
 */
public record ImageLimits(int maxSide, int maxBytes) implements Serializable {

  public static final ImageLimits DEFAULT = new ImageLimits(8192, 10 << 20);

  /** Throws {@code IMAGE_TOO_LARGE} where the encoded image is longer than allowed. */
  public void requireBytes(long bytes) {
    if (bytes > maxBytes) {
      throw new DarkroomException(
          ErrorCode.IMAGE_TOO_LARGE,
          "image: %d bytes (expected: at most %d). Compress it more or make it smaller."
              .formatted(bytes, maxBytes));
    }
  }

  /** Throws {@code IMAGE_TOO_LARGE} where a side is longer than allowed. */
  public void requireSize(long width, long height) {
    if (width > maxSide || height > maxSide) {
      throw new DarkroomException(
          ErrorCode.IMAGE_TOO_LARGE,
          "image: %d x %d px (expected: at most %d x %d). Scale it down before sending."
              .formatted(width, height, maxSide, maxSide));
    }
  }
}
