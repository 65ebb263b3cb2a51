package io.darkroom.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Determines which gateway a command calls. */
final class GatewayAddress {

  static final String DEFAULT = "http://localhost:8080";

  private GatewayAddress() {}

  /**
   * The first of: {@code --url}, {@code --context}, {@code DARKROOM_URL}, {@code DARKROOM_CONTEXT},
   * the context in use, the default.
   *
   * @param url null if the option is not given
   * @param context null if the option is not given
   */
  static String choose(String url, String context, CliEnvironment environment) {
    if (url != null) {
      return require("--url", url);
    }
    Path file = Contexts.file(environment);
    if (context != null) {
      return ofContext(file, context, "--context");
    }
    String variable = environment.variable("DARKROOM_URL");
    if (variable != null) {
      return require("DARKROOM_URL", variable);
    }
    String named = environment.variable("DARKROOM_CONTEXT");
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
   * Returns a valid address unchanged.
   *
   * @param source where the address came from, for the error message
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
      // Refused below.
    }
    throw CommandException.usage(
        "%s: %s (expected: an address such as %s). Correct it.".formatted(source, url, DEFAULT));
  }
}
