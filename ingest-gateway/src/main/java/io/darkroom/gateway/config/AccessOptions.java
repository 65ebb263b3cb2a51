package io.darkroom.gateway.config;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for where the gateway listens and who may call it. */
public final class AccessOptions {

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "localhost",
      description =
          "Address to listen on, such as 0.0.0.0 for all. Other machines reach it only with"
              + " --auth or --allow-anonymous. Default: ${DEFAULT-VALUE}.")
  String host;

  @Option(
      names = "--allow-anonymous",
      description = "Serves everyone who reaches --host, without authentication.")
  boolean anonymous;

  @Option(
      names = "--allowed-host",
      paramLabel = "NAME",
      split = ",",
      description =
          "Name under which the gateway may be called, besides localhost and IP addresses:"
              + " darkroom.example.com, *.example.com, or * for any. Repeatable.")
  List<String> hosts = List.of();

  @Option(
      names = "--allowed-origin",
      split = ",",
      description =
          "Origin whose pages may call the API and open WebSockets, besides this host's."
              + " Repeatable.")
  List<String> origins = List.of();

  @Option(
      names = "--trusted-proxy",
      paramLabel = "RANGE",
      split = ",",
      description =
          "Address or range (10.0.0.0/8) of proxies whose Forwarded, X-Forwarded-For or PROXY"
              + " protocol names the client. Repeatable. Default: none.")
  List<String> proxies = List.of();

  @Mixin AuthOptions auth = new AuthOptions();

  @Mixin CallerOptions caller = new CallerOptions();

  /**
   * Adds a problem for each option that contradicts another one.
   *
   * @param clientCa whether clients are asked for certificates
   */
  public void check(List<String> problems, boolean clientCa) {
    auth.check(problems, clientCa);
    caller.check(problems);
    proxies.forEach(range -> checkRange(problems, range));
    if (anonymous && auth.toConfig().required()) {
      problems.add(
          "--allow-anonymous: with --auth (expected: one of them). Remove one, since either"
              + " everyone is served or callers must identify themselves.");
    }
  }

  private static void checkRange(List<String> problems, String range) {
    try {
      TrustedProxies.of(Set.of(range));
    } catch (IllegalArgumentException e) {
      problems.add(
          "--trusted-proxy: %s (expected: an address or range such as 10.0.0.0/8). Correct it."
              .formatted(range));
    }
  }

  public String host() {
    return host;
  }

  public AccessConfig toConfig() {
    return new AccessConfig(
        anonymous,
        Set.copyOf(origins),
        Set.copyOf(hosts),
        auth.toConfig(),
        caller.toQuota(),
        Set.copyOf(proxies));
  }
}
