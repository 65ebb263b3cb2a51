package io.darkroom.frame;

/** Cuts texts that callers chose, so that a message which quotes one stays short. */
public final class Excerpt {

  private static final int QUOTED = 140;

  private Excerpt() {}

  /** The text in double quotes, cut after {@value #QUOTED} characters. */
  public static String quoted(String text) {
    return '"' + of(text, QUOTED) + '"';
  }

  /** The text, or as much of it as fits into so many characters with a mark of the cut. */
  public static String of(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + '…';
  }
}
