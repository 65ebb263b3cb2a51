package io.darkroom.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Decides which gateway a command talks to. */
final class GatewayAddress {

  static final String DEFAULT = "http://localhost:8080";

  private GatewayAddress() {}

  /**
   * {@code --url}, else {@code --context}, {@code DARKROOM_URL}, {@code DARKROOM_CONTEXT}, the
   * current context, the default.
   *
   * @param url null where the option is not given
   * @param context null where the option is not given
   */
  static String choose(String url, String context, Surroundings surroundings) {
    if (url != null) {
      return require("--url", url);
    }
    Path file = Contexts.file(surroundings);
    if (context != null) {
      return ofContext(file, context, "--context");
    }
    String variable = surroundings.variable("DARKROOM_URL");
    if (variable != null) {
      return require("DARKROOM_URL", variable);
    }
    String named = surroundings.variable("DARKROOM_CONTEXT");
    if (named != null) {
      return ofContext(file, named, "DARKROOM_CONTEXT");
    }
    return Contexts.read(file)
        .current()
        .map(current -> ofContext(file, current, "current context"))
        .orElse(DEFAULT);
  }

  private static String ofContext(Path file, String name, String source) {
    return require(source + " " + name, Contexts.read(file).require(name, source));
  }

  /**
   * The address itself, where it is one.
   *
   * @param source names it in the message
   */
  static String require(String source, String url) {
    try {
      URI uri = new URI(url);
      boolean http =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Refused below, with what is expected.
    }
    throw Refusal.usage(
        "%s: %s (expected: an address such as %s). Correct it.".formatted(source, url, DEFAULT));
  }
}
