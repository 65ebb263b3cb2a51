package io.darkroom.pipeline;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;
import java.util.Map;
import java.util.regex.Pattern;

/** Validates the labels that callers set on a resource. */
final class Labels {

  private static final int MOST = 64;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_./-]{1,63}");

  private Labels() {}

  /**
   * Returns an immutable copy.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if there are too many, or one is too long
   */
  static Map<String, String> require(Map<String, String> labels) {
    if (labels.size() > MOST) {
      throw DarkroomException.invalid(
          "labels",
          "labels: %d (expected: at most %d). Remove some.".formatted(labels.size(), MOST));
    }
    labels.forEach(Labels::require);
    return Map.copyOf(labels);
  }

  private static void require(String key, String value) {
    if (!KEY.matcher(key).matches()) {
      throw DarkroomException.invalid(
          "labels",
          "labels: key %s (expected: %s). Choose another key."
              .formatted(Excerpt.quoted(key), "1 to 63 letters, digits, '.', '_', '/' and '-'"));
    }
    if (value.length() > LONGEST_VALUE) {
      throw DarkroomException.invalid(
          "labels",
          "labels: %s has a value of %d characters (expected: at most %d). Shorten it."
              .formatted(key, value.length(), LONGEST_VALUE));
    }
  }
}
