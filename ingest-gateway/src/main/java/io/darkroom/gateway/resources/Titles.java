package io.darkroom.gateway.resources;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;

/** Validates the titles of resources, which are shown to people. */
public final class Titles {

  private static final int LONGEST = 128;

  private Titles() {}

  /** Returns the title, or throws {@code INVALID_ARGUMENT}. */
  public static String require(String title) {
    if (title.length() > LONGEST || title.chars().anyMatch(Character::isISOControl)) {
      throw DarkroomException.invalid(
          "title",
          "title: %s (expected: at most %d characters, no control characters). Correct it."
              .formatted(Excerpt.quoted(title), LONGEST));
    }
    return title;
  }
}
