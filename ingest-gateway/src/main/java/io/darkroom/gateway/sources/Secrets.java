package io.darkroom.gateway.sources;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds passwords in URLs and hides them. */
public final class Secrets {

  /** Shown instead of a password. */
  public static final String HIDDEN = "***";

  /** Greedy, so that the part of a password after an unescaped '@' is hidden too. */
  private static final Pattern IN_USER_INFO = Pattern.compile("(://[^\\s/?#@:]*:)\\S*(?=@)");

  /**
   * In a query, or in the path, where some cameras expect it. Begins only where a name does, so
   * that long texts take no quadratic time.
   */
  private static final Pattern IN_PARAMETER =
      Pattern.compile(
          "(?i)(?<![a-z_-])([a-z_-]*(?:password|passphrase|passwd|pwd|pass|token|secret|auth|signature|sig|key)=)"
              + "([^\\s&;/#]+)");

  /** A placeholder for a value. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_-]{1,63})}");

  private Secrets() {}

  /** Hides the passwords of URLs in any text, such as another program's error message. */
  public static String redact(String text) {
    return hideParameters(IN_USER_INFO.matcher(text).replaceAll("$1" + quoted(HIDDEN)));
  }

  static String hideParameters(String text) {
    return IN_PARAMETER
        .matcher(text)
        .replaceAll(
            p ->
                quoted(
                    PLACEHOLDER.matcher(p.group(2)).matches() ? p.group() : p.group(1) + HIDDEN));
  }

  /** Returns the secret parameters by name. */
  static Map<String, String> parameters(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    IN_PARAMETER
        .matcher(text)
        .results()
        .filter(parameter -> !PLACEHOLDER.matcher(parameter.group(2)).matches())
        .forEach(parameter -> found.put(nameOf(parameter), parameter.group(2)));
    return found;
  }

  /** Replaces the value of each secret parameter by the placeholder {@code {name}}. */
  static String namedParameters(String text) {
    return IN_PARAMETER
        .matcher(text)
        .replaceAll(
            p ->
                PLACEHOLDER.matcher(p.group(2)).matches()
                    ? quoted(p.group())
                    : quoted(p.group(1) + "{" + nameOf(p) + "}"));
  }

  private static String nameOf(MatchResult parameter) {
    return parameter.group(1).replace("=", "");
  }

  /** Replaces each placeholder by its value; empty if a value is missing. */
  static Optional<String> filled(String text, Map<String, String> values) {
    boolean complete =
        PLACEHOLDER
            .matcher(text)
            .results()
            .allMatch(placeholder -> values.containsKey(placeholder.group(1)));
    return complete
        ? Optional.of(PLACEHOLDER.matcher(text).replaceAll(p -> quoted(values.get(p.group(1)))))
        : Optional.empty();
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
