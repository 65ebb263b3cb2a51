package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.fuzz.Hostile;

/** The address of a server, and the target of its redirect, on two lines. */
public final class HttpAddressFuzz {

  private HttpAddressFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String[] lines = new String(input, UTF_8).split("\n", 2);
    Hostile.call(() -> HttpAddress.parse(lines[0]))
        .ifPresent(
            address -> {
              require(address);
              Hostile.call(() -> address.resolve(lines.length > 1 ? lines[1] : ""))
                  .ifPresent(HttpAddressFuzz::require);
            });
  }

  private static void require(HttpAddress address) {
    Hostile.require(address.port() > 0 && address.port() <= 65_535, "a port");
    Hostile.require(address.target().startsWith("/"), "a path");
    Hostile.require(
        address.text().chars().noneMatch(c -> c <= ' ' || c >= 0x7f), "nothing unescaped");
  }
}
