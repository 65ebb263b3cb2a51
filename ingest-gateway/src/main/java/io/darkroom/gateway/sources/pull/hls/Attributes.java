package io.darkroom.gateway.sources.pull.hls;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attribute list of a tag, such as {@code BANDWIDTH=200000,CODECS="avc1,mp4a"}.
 *
 * @param values without quotation marks, by upper-case name
 */
record Attributes(Map<String, String> values) {

  /**
   * Takes time in proportion to the length: it begins only where a name does, and never goes back.
   */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?<![A-Z0-9-])([A-Z0-9-]++)\\s*+=\\s*+(?:\"([^\"]*+)\"|([^,]*+))");

  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})");

  static Attributes parse(String text) {
    Map<String, String> values = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(text);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      values.put(matcher.group(1), quoted == null ? matcher.group(3).trim() : quoted);
    }
    return new Attributes(Map.copyOf(values));
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** Returns 0 if the attribute is missing or no number. */
  long number(String name) {
    return text(name).matches("\\d{1,18}") ? Long.parseLong(text(name)) : 0;
  }

  /** Returns the width (1) or height (2) of {@code RESOLUTION}; 0 if unknown. */
  int side(int group) {
    Matcher size = SIZE.matcher(text("RESOLUTION"));
    return size.matches() ? Integer.parseInt(size.group(group)) : 0;
  }
}
