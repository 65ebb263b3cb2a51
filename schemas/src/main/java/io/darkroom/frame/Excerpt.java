package io.darkroom.frame;

/** Shortens text from callers, so that messages that quote it stay short. */
public final class Excerpt {

  private static final int QUOTED = 140;

  private Excerpt() {}

  /** Returns the text in double quotes, cut after {@value #QUOTED} characters. */
  public static String quoted(String text) {
    return '"' + of(text, QUOTED) + '"';
  }

  /** Returns the text, cut to {@code longest} characters including an ellipsis. */
  public static String of(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + '…';
  }
}
