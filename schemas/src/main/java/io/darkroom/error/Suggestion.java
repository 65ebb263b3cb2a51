package io.darkroom.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests a known name for a misspelt one. */
public final class Suggestion {

  private static final int FARTHEST = 3;
  private static final int SHORTEST_PART = 3;

  private Suggestion() {}

  /**
   * Returns the closest known name by Levenshtein distance if one is close enough, otherwise the
   * shortest known name that contains the given name.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return bySpelling(name, known).or(() -> byPart(name, known));
  }

  private static Optional<String> bySpelling(String name, Collection<String> known) {
    return known.stream()
        .filter(
            candidate -> distance(name, candidate) <= Math.min(FARTHEST, candidate.length() / 2))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  private static Optional<String> byPart(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> name.length() >= SHORTEST_PART && candidate.contains(name))
        .min(Comparator.comparingInt(String::length));
  }

  /** Returns a sentence for an error message: the closest name, or the list of all names. */
  public static String didYouMean(String name, Collection<String> known) {
    return nearest(name, known)
        .map(candidate -> "Did you mean " + candidate + "?")
        .orElseGet(
            () -> "Use one of: " + String.join(", ", known.stream().sorted().toList()) + ".");
  }

  /**
   * Computes the Levenshtein distance. That of commons-text would put two jars on the class path of
   * every module and into the job's jar, beside Flink's own versions of them, for these few lines.
   */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
