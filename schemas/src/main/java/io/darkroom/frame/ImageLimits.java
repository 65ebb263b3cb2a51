package io.darkroom.frame;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.Serializable;

/**
 * The maximum size of an image, checked before memory is allocated for it.
 *
 * @param maxSide maximum width and height, in px
 * @param maxBytes maximum size of the encoded image
 * @param maxPixels maximum of width times height
 */
public record ImageLimits(int maxSide, int maxBytes, long maxPixels) implements Serializable {

  /** A square with the longest side. The memory and time of a task limit it further. */
  public static final long DEFAULT_PIXELS = 8192L * 8192;

  public static final ImageLimits DEFAULT = new ImageLimits(8192, 10 << 20);

  /** Creates limits with the default number of pixels. */
  public ImageLimits(int maxSide, int maxBytes) {
    this(maxSide, maxBytes, DEFAULT_PIXELS);
  }

  /** Throws {@code IMAGE_TOO_LARGE} if the encoded image is too large. */
  public void requireBytes(long bytes) {
    if (bytes > maxBytes) {
      throw tooLarge(
          "image: %d bytes (expected: at most %d). Compress it more or make it smaller."
              .formatted(bytes, maxBytes));
    }
  }

  /** Throws {@code IMAGE_TOO_LARGE} if a side or the number of pixels exceeds the limits. */
  public void requireSize(long width, long height) {
    requireSize("image", width, height);
  }

  /**
   * Checks the size of an intermediate picture.
   *
   * @param what the name of the picture in the message
   */
  public void requireSize(String what, long width, long height) {
    if (width > maxSide || height > maxSide) {
      throw tooLarge(
          "%s: %d x %d px (expected: at most %d x %d). Scale it down before sending."
              .formatted(what, width, height, maxSide, maxSide));
    }
    if (width * height > maxPixels) {
      throw tooLarge(
          ("%s: %d x %d px, which is %d pixels (expected: at most %d pixels). Scale it down, or"
                  + " raise --max-image-pixels.")
              .formatted(what, width, height, width * height, maxPixels));
    }
  }

  private static DarkroomException tooLarge(String message) {
    return new DarkroomException(ErrorCode.IMAGE_TOO_LARGE, message);
  }
}
