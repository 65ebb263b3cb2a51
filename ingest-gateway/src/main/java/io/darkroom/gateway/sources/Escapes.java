package io.darkroom.gateway.sources;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains how to write a user and password in a URI. Never shows them. */
final class Escapes {

  private static final String SPECIAL = "@/?#\\[]\"<>^`{|} ";
  private static final String USUAL =
      "Write '@', ':', '/' and spaces in a user or password as %40, %3A, %2F and %20.";

  private Escapes() {}

  /** What to change in a URI that is not well-formed. */
  static String advice(String uri) {
    int start = uri.indexOf("://") + 3;
    int end = uri.lastIndexOf('@');
    if (start < 3 || end < start) {
      return USUAL;
    }
    Set<String> found = new LinkedHashSet<>();
    uri.substring(start, end)
        .codePoints()
        .filter(c -> SPECIAL.indexOf(c) >= 0 || c > 0x7e)
        .mapToObj(Character::toString)
        .forEach(found::add);
    if (found.isEmpty()) {
      return USUAL;
    }
    String escapes =
        found.stream()
            .map(c -> "'%s' as %s".formatted(c, PercentCode.encoded(c)))
            .collect(Collectors.joining(", "));
    return "Write %s in the user or password, or put both into credentials as they are."
        .formatted(escapes);
  }
}
