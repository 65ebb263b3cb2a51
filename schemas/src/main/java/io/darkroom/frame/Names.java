package io.darkroom.frame;

import io.darkroom.error.DarkroomException;
import java.util.regex.Pattern;

/** Validates ids of streams and pipelines, which are used in Kafka keys, URL paths and labels. */
public final class Names {

  /** The same pattern as in the protos. */
  public static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

  /** The rule in words, for error messages. */
  public static final String EXPECTED =
      "1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit";

  private static final Pattern VALID = Pattern.compile(PATTERN);

  private Names() {}

  public static boolean valid(String name) {
    return VALID.matcher(name).matches();
  }

  /** Returns the name, or an empty text if it is invalid. */
  public static String validOrEmpty(String name) {
    return valid(name) ? name : "";
  }

  /** Returns the name, or throws {@code INVALID_ARGUMENT} with the name of the field. */
  public static String require(String field, String name) {
    if (valid(name)) {
      return name;
    }
    throw DarkroomException.invalid(
        field,
        "%s: %s (expected: %s). Choose another name."
            .formatted(field, Excerpt.quoted(name), EXPECTED));
  }
}
