package io.darkroom.cli;

import java.util.regex.Pattern;

/** Makes text from other systems safe to print on a terminal. */
final class Text {

  /** Control characters, including those for text direction, and line breaks. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+");

  private Text() {}

  /** Replaces unprintable characters by spaces, on one line. */
  static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ");
  }
}
