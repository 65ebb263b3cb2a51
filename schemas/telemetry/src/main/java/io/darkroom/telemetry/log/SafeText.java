package io.darkroom.telemetry.log;

/**
 * Escapes text from callers for log lines. Line breaks, terminal control characters, direction
 * marks, invisible characters and unpaired surrogates are shown as escapes such as {@code } or
 * {@code \u202e}. Text that is too long is cut, and the number of missing characters is appended.
 * Stateless.
 */
public final class SafeText {

  /** Maximum length of a value, in characters. */
  public static final int LONGEST = 16 << 10;

  /** Redact this much beyond the limit before cutting, so that no credentials are cut in half. */
  private static final int MARGIN = 1 << 10;

  private SafeText() {}

  /** Escapes text to one line. */
  public static String line(String text) {
    return of(text, "");
  }

  /** Escapes text but keeps line breaks and tabs, for encodings that escape these themselves. */
  static String lines(String text) {
    return of(text, "\n\t");
  }

  /** Escapes text to one line in double quotes, with quotes and backslashes escaped. */
  static String quoted(String text) {
    return '"' + line(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String of(String text, String kept) {
    if (isPlain(text)) {
      return Redaction.of(text);
    }
    String shown = text.length() <= LONGEST + MARGIN ? text : text.substring(0, LONGEST + MARGIN);
    String redacted = Redaction.of(shown);
    StringBuilder safe = new StringBuilder(Math.min(redacted.length(), LONGEST) + 64);
    int read = 0;
    while (read < redacted.length() && safe.length() < LONGEST) {
      int character = redacted.codePointAt(read);
      append(safe, character, kept);
      read += Character.charCount(character);
    }
    int left = redacted.length() - read + text.length() - shown.length();
    return left == 0 ? safe.toString() : safe.append("…[%d more]".formatted(left)).toString();
  }

  private static boolean isPlain(String text) {
    return text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static void append(StringBuilder safe, int character, String kept) {
    if (kept.indexOf(character) >= 0 || isSafe(character)) {
      safe.appendCodePoint(character);
      return;
    }
    switch (character) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> safe.append((character > 0xffff ? "\\u{%x}" : "\\u%04x").formatted(character));
    }
  }

  private static boolean isSafe(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
