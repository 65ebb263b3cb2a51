package io.darkroom.cli;

import java.util.regex.Pattern;

/** Text from elsewhere, fit to be shown on a terminal. */
final class Text {

  /** Characters that steer the terminal or the direction of text, and all that break a line. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+");

  private Text() {}

  /** The same on one line, with a space for what cannot be shown. */
  static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ");
  }
}
