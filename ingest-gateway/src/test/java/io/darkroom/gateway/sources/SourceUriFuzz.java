package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.fuzz.Hostile;

/** The URI of a source; its text gives the same source, and its secrets can be taken out. */
public final class SourceUriFuzz {

  private SourceUriFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Hostile.call(() -> SourceUri.parse(new String(input, UTF_8))).ifPresent(SourceUriFuzz::use);
  }

  private static void use(SourceUri uri) {
    Hostile.require(SourceUri.parse(uri.text()).text().equals(uri.text()), "the same source");
    uri.redacted();
    if (uri instanceof RemoteUri remote) {
      Hostile.require(remote.port() > 0 && remote.port() <= 65_535, "a port");
      Hostile.call(remote::credentials)
          .ifPresent(taken -> Hostile.call(() -> remote.withoutCredentials().with(taken)));
    }
  }
}
