package io.darkroom.gateway.sources;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passwords in URLs: where they are, and what to show in their place. */
public final class Secrets {

  /** What stands in the place of a password. */
  public static final String HIDDEN = "***";

  /** Greedy, so that what follows an unescaped '@' in a password is not shown either. */
  private static final Pattern IN_USER_INFO = Pattern.compile("(://[^\\s/?#@:]*:)\\S*(?=@)");

  /** In a query, or in the path, where some cameras want it. */
  private static final Pattern IN_PARAMETER =
      Pattern.compile(
          "(?i)([a-z_-]*(?:password|passwd|pwd|pass|token|secret|auth|signature|sig|key)=)"
              + "([^\\s&;/#]+)");

  /** Where a value is put in. */
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]{1,63})}");

  private Secrets() {}

  /** Any text, such as another program's message, with the passwords of URLs in it hidden. */
  public static String redact(String text) {
    return hideParameters(IN_USER_INFO.matcher(text).replaceAll("$1" + quoted(HIDDEN)));
  }

  static String hideParameters(String text) {
    return IN_PARAMETER
        .matcher(text)
        .replaceAll(
            p -> quoted(PLACE.matcher(p.group(2)).matches() ? p.group() : p.group(1) + HIDDEN));
  }

  /** Secret parameters by their names. */
  static Map<String, String> parameters(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    IN_PARAMETER
        .matcher(text)
        .results()
        .filter(parameter -> !PLACE.matcher(parameter.group(2)).matches())
        .forEach(parameter -> found.put(nameOf(parameter), parameter.group(2)));
    return found;
  }

  /** The same text with {@code {name}} in the place of each of them. */
  static String namedParameters(String text) {
    return IN_PARAMETER
        .matcher(text)
        .replaceAll(
            p ->
                PLACE.matcher(p.group(2)).matches()
                    ? quoted(p.group())
                    : quoted(p.group(1) + "{" + nameOf(p) + "}"));
  }

  private static String nameOf(MatchResult parameter) {
    return parameter.group(1).replace("=", "");
  }

  /** The text with values for all names in braces; empty where one is not given. */
  static Optional<String> filled(String text, Map<String, String> values) {
    boolean complete =
        PLACE.matcher(text).results().allMatch(place -> values.containsKey(place.group(1)));
    return complete
        ? Optional.of(PLACE.matcher(text).replaceAll(p -> quoted(values.get(p.group(1)))))
        : Optional.empty();
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
