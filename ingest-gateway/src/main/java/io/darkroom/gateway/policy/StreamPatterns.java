package io.darkroom.gateway.policy;

import java.util.List;

/**
 * A set of streams.
 *
 * @param patterns ids, in which {@code *} stands for any characters; a stream need match only one
 */
public record StreamPatterns(List<String> patterns) {

  private static final String ANY = "*";

  public static final StreamPatterns ALL = new StreamPatterns(List.of(ANY));

  public StreamPatterns {
    patterns = List.copyOf(patterns);
  }

  /** The streams of these patterns; all if there is none. */
  public static StreamPatterns orAll(List<String> patterns) {
    return patterns.isEmpty() ? ALL : new StreamPatterns(patterns);
  }

  /** Whether a text can be a pattern: the characters of an id, and {@code *}. */
  public static boolean valid(String pattern) {
    return pattern.matches("[A-Za-z0-9*][A-Za-z0-9*._-]{0,127}");
  }

  public boolean matchesAll() {
    return patterns.contains(ANY);
  }

  public boolean matches(String streamId) {
    for (String pattern : patterns) {
      if (matches(pattern, streamId)) {
        return true;
      }
    }
    return false;
  }

  /** Takes the shortest match of each star and goes back to the last star only: no backtracking. */
  private static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }
}
