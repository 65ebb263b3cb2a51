package io.darkroom.frame;

import io.darkroom.error.DarkroomException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a processed frame is encoded.
 *
 * @param encoding {@link Encoding#JPEG} or {@link Encoding#PNG}
 * @param quality of JPEG, 1 to 100
 * @param scale size factor on both sides, above 0 up to 1, by area averaging
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

  /** Reads what a caller gave; an empty text stands for the default encoding. */
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
