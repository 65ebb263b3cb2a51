package io.darkroom.gateway.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

  private Secrets() {}

  /** Any text, such as another program's message, with the passwords of URLs in it hidden. */
  public static String redact(String text) {
    return hideParameters(IN_USER_INFO.matcher(text).replaceAll("$1" + quoted(HIDDEN)));
  }

  static String hideParameters(String text) {
    return IN_PARAMETER.matcher(text).replaceAll("$1" + quoted(HIDDEN));
  }

  /** What is hidden in one text, from the parameters of another; empty where one is not there. */
  static Optional<String> fill(String hidden, String full) {
    Map<String, String> known = new HashMap<>();
    IN_PARAMETER.matcher(full).results().forEach(p -> known.put(p.group(1), p.group(2)));
    boolean complete =
        IN_PARAMETER
            .matcher(hidden)
            .results()
            .allMatch(p -> !p.group(2).equals(HIDDEN) || known.containsKey(p.group(1)));
    return complete ? Optional.of(filled(hidden, known)) : Optional.empty();
  }

  private static String filled(String hidden, Map<String, String> known) {
    return IN_PARAMETER
        .matcher(hidden)
        .replaceAll(
            p ->
                quoted(p.group(2).equals(HIDDEN) ? p.group(1) + known.get(p.group(1)) : p.group()));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
