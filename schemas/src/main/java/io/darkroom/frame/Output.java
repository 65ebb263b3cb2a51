package io.darkroom.frame;

import io.darkroom.error.DarkroomException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a processed frame is encoded.
 *
 * @param encoding {@link Encoding#JPEG} or {@link Encoding#PNG}
 * @param quality JPEG quality, 1 to 100
 * @param scale scale factor for width and height, above 0 and at most 1; uses area averaging
 */
public record Output(Encoding encoding, int quality, double scale) {

  public static final Output DEFAULT = new Output(Encoding.JPEG, 90, 1);

  public Output {
    if (!encoding.compressed()) {
      throw DarkroomException.invalid(
          "output.encoding",
          "output.encoding: %s (expected: jpeg or png). Choose one of them."
              .formatted(encoding.text()));
    }
    if (quality < 1 || quality > 100) {
      throw DarkroomException.invalid(
          "output.quality",
          "output.quality: %d (expected: 1 to 100). Leave it out for 90.".formatted(quality));
    }
    if (!(scale > 0 && scale <= 1)) {
      throw DarkroomException.invalid(
          "output.scale",
          "output.scale: %s (expected: above 0, up to 1). Leave it out for 1.".formatted(scale));
    }
  }

  /** Creates output settings from a request; an empty encoding means the default. */
  public static Output of(String encoding, OptionalInt quality, OptionalDouble scale) {
    return new Output(
        encoding.isEmpty() ? DEFAULT.encoding() : parseEncoding(encoding),
        quality.orElse(DEFAULT.quality()),
        scale.orElse(DEFAULT.scale()));
  }

  private static Encoding parseEncoding(String text) {
    return Encoding.parse(text)
        .orElseThrow(
            () ->
                DarkroomException.invalid(
                    "output.encoding",
                    "output.encoding: %s (expected: jpeg or png). Choose one of them."
                        .formatted(Excerpt.quoted(text))));
  }
}
