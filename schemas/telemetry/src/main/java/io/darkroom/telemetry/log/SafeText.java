package io.darkroom.telemetry.log;

/**
 * Text that others chose, made fit for a log line: no character of it ends a line, moves a
 * terminal's cursor, turns the direction of writing, hides, or is half of a pair. Such a character
 * is shown by its escape, such as {@code \n} or {@code \u202e}. What is too long is cut, and the
 * line says by how much. Stateless.
 */
public final class SafeText {

  /** The longest value of a field, in characters. */
  public static final int LONGEST = 16 << 10;

  /** Credentials of a URL are taken out before a value is cut, or they might be cut in half. */
  private static final int MARGIN = 1 << 10;

  private SafeText() {}

  /** On one line. */
  public static String line(String text) {
    return of(text, "");
  }

  /** With its line breaks and tabs, for an encoding that has its own escapes for them. */
  static String lines(String text) {
    return of(text, "\n\t");
  }

  /** Between quotes, with quotes and backslashes escaped: no value can end early. */
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
