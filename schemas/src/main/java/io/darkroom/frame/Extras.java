package io.darkroom.frame;

import com.google.protobuf.UnknownFieldSet;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.v1.Frame;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The parts of a frame that Darkroom passes on but does not interpret. Immutable.
 *
 * @param attributes attributes that the producer sets
 * @param unknown fields of a newer version of the message
 */
public record Extras(Map<String, String> attributes, UnknownFieldSet unknown) {

  static final int MOST_ATTRIBUTES = 32;
  static final int LONGEST_VALUE = 256;
  static final int MOST_UNKNOWN_BYTES = 8 << 10;

  public static final Extras NONE = new Extras(Map.of(), UnknownFieldSet.getDefaultInstance());

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_./-]{1,63}");

  public Extras {
    attributes = Map.copyOf(attributes);
  }

  /**
   * Reads the extras of a frame.
   *
   * @throws DarkroomException {@code INVALID_FRAME} if there are more than allowed, or one is too
   *     long
   */
  static Extras of(Frame message) {
    UnknownFieldSet unknown = message.getUnknownFields();
    if (message.getAttributesCount() == 0 && unknown.asMap().isEmpty()) {
      return NONE;
    }
    requireAtMost("attributes", message.getAttributesCount(), MOST_ATTRIBUTES, "");
    requireAtMost("unknown fields", unknown.getSerializedSize(), MOST_UNKNOWN_BYTES, " bytes");
    message.getAttributesMap().forEach(Extras::require);
    return new Extras(message.getAttributesMap(), unknown);
  }

  private static void require(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw FrameCodec.invalid(
          "attributes",
          "key " + Excerpt.quoted(key),
          "1 to 63 letters, digits, '.', '_', '/' and '-'");
    }
    requireAtMost("attributes." + key, value.length(), LONGEST_VALUE, " characters");
  }

  private static void requireAtMost(String field, int value, int most, String unit) {
    if (value > most) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME,
          "frame.%s: %d%s (expected: at most %d). Send fewer or shorter ones."
              .formatted(field, value, unit, most));
    }
  }

  void addTo(Frame.Builder message) {
    message.putAllAttributes(attributes).mergeUnknownFields(unknown);
  }
}
