package io.darkroom.gateway.sources.pull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server asks for in {@code WWW-Authenticate} (RFC 9110, 11.6.1).
 *
 * @param scheme such as {@code Digest}, as written
 * @param parameters by lower-case name
 */
record Challenge(String scheme, Map<String, String> parameters) {

  /**
   * Takes time in proportion to the length: it begins only where a word does, and never goes back.
   */
  private static final Pattern PART =
      Pattern.compile(
          "(?<![A-Za-z0-9_-])(?:"
              + "(?<name>[A-Za-z0-9_-]++)\\s*+=\\s*+"
              + "(?:\"(?<quoted>(?:\\\\.|[^\"\\\\])*+)\"|(?<token>[^\\s,\"]++))"
              + "|(?<scheme>[A-Za-z][A-Za-z0-9_-]*+)(?=[\\s,]|$))");

  /** Reads all challenges; a header may contain several. */
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> found = new ArrayList<>();
    for (String header : headers) {
      Matcher part = PART.matcher(header);
      while (part.find()) {
        if (part.group("scheme") != null) {
          found.add(new Challenge(part.group("scheme"), new HashMap<>()));
        } else if (!found.isEmpty()) {
          found.get(found.size() - 1).put(part);
        }
      }
    }
    return found;
  }

  private void put(Matcher part) {
    String quoted = part.group("quoted");
    String value = quoted == null ? part.group("token") : quoted.replaceAll("\\\\(.)", "$1");
    parameters.put(part.group("name").toLowerCase(Locale.ROOT), value);
  }

  boolean isDigest() {
    return scheme.equalsIgnoreCase("Digest");
  }

  boolean isBasic() {
    return scheme.equalsIgnoreCase("Basic");
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
