package io.darkroom.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The gateway that a command calls.
 *
 * @param url its address
 * @param ca file of the authorities that its context names, if it comes from one that does
 * @param token file of the secret that its context names, if it comes from one that does
 */
record GatewayAddress(String url, Optional<Path> ca, Optional<Path> token) {

  static final String DEFAULT = "http://localhost:8080";

  private GatewayAddress(String url) {
    this(url, Optional.empty(), Optional.empty());
  }

  /**
   * The first of: {@code --url}, {@code --context}, {@code DARKROOM_URL}, {@code DARKROOM_CONTEXT},
   * the context in use, the default.
   *
   * @param url null if the option is not given
   * @param context null if the option is not given
   */
  static GatewayAddress choose(String url, String context, CliEnvironment environment) {
    if (url != null) {
      return new GatewayAddress(require("--url", url));
    }
    Path file = Contexts.file(environment);
    if (context != null) {
      return ofContext(file, context, "--context");
    }
    String variable = environment.variable("DARKROOM_URL");
    if (variable != null) {
      return new GatewayAddress(require("DARKROOM_URL", variable));
    }
    String named = environment.variable("DARKROOM_CONTEXT");
    if (named != null) {
      return ofContext(file, named, "DARKROOM_CONTEXT");
    }
    return Contexts.read(file)
        .current()
        .map(current -> ofContext(file, current, "current context"))
        .orElseGet(() -> new GatewayAddress(DEFAULT));
  }

  private static GatewayAddress ofContext(Path file, String name, String source) {
    GatewayAddress found = Contexts.read(file).require(name, source);
    require(source + " " + name, found.url());
    return found;
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
