package io.darkroom.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Options for how callers identify themselves, and what they may do. */
public final class AuthOptions {

  private static final Set<String> SIGNATURES =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  /** How callers can identify themselves. */
  public enum Method {
    keys,
    oidc,
    certificates
  }

  @Option(
      names = "--auth",
      paramLabel = "METHOD",
      split = ",",
      description =
          "Serves only callers who identify themselves with one of these: keys (API keys), oidc"
              + " (access tokens of --oidc-issuer), certificates (of --tls-client-ca)."
              + " Comma-separated.")
  Set<Method> methods = EnumSet.noneOf(Method.class);

  @Option(
      names = "--admin-key-file",
      paramLabel = "FILE",
      description =
          "File of an API key that may do everything. Create others with it: darkroom key create.")
  Path adminKey;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "YAML file of roles and of the callers who have them. A changed file is used without a"
              + " restart.")
  Path policy;

  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description = "OpenID Connect provider whose access tokens (JWT) are accepted.")
  URI issuer;

  @Option(
      names = "--oidc-audience",
      defaultValue = "darkroom",
      description = "What tokens must be issued for. Default: ${DEFAULT-VALUE}.")
  String audience;

  @Option(
      names = "--oidc-client-id",
      defaultValue = "darkroom-dashboard",
      description = "Client with which the web page signs in. Default: ${DEFAULT-VALUE}.")
  String clientId;

  @Option(
      names = "--oidc-scope",
      defaultValue = "openid",
      description = "Scopes that the web page asks for. Default: ${DEFAULT-VALUE}.")
  String scope;

  @Option(
      names = "--oidc-resource",
      defaultValue = "",
      description = "Resource that the web page asks for (RFC 8707). Default: none.")
  String resource;

  @Option(
      names = "--oidc-algorithms",
      split = ",",
      defaultValue = "RS256,ES256",
      description = "Accepted signatures of tokens. Default: ${DEFAULT-VALUE}.")
  List<String> algorithms;

  @Option(
      names = "--oidc-roles-claim",
      defaultValue = "darkroom_roles",
      description =
          "Claim with the caller's roles; dots lead into objects, as in realm_access.roles."
              + " Default: ${DEFAULT-VALUE}.")
  String rolesClaim;

  @Option(
      names = "--oidc-groups-claim",
      defaultValue = "groups",
      description = "Claim with the caller's groups, for --policy. Default: ${DEFAULT-VALUE}.")
  String groupsClaim;

  @Option(
      names = "--oidc-streams-claim",
      defaultValue = "darkroom_streams",
      description =
          "Claim that restricts a token to streams, such as [\"acme-*\"]. Default:"
              + " ${DEFAULT-VALUE}.")
  String streamsClaim;

  /** Adds a problem for each option that lacks another one, or is wrong. */
  void check(List<String> problems, boolean clientCa) {
    if (methods.contains(Method.oidc) && issuer == null) {
      problems.add("--oidc-issuer: missing (expected: the provider of --auth oidc). Add it.");
    }
    if (issuer != null && !methods.contains(Method.oidc)) {
      problems.add("--auth: without oidc (expected: oidc, since --oidc-issuer is set). Add it.");
    }
    if (issuer != null && !isSafe(issuer)) {
      problems.add(
          "--oidc-issuer: %s (expected: an https URL, or http on localhost). Correct it."
              .formatted(issuer));
    }
    if (methods.contains(Method.certificates) && !clientCa) {
      problems.add(
          "--tls-client-ca: missing (expected: the authorities of --auth certificates). Add it.");
    }
    if (adminKey != null && !methods.contains(Method.keys)) {
      problems.add("--auth: without keys (expected: keys, since --admin-key-file is set). Add it.");
    }
    algorithms.stream()
        .filter(name -> !SIGNATURES.contains(name))
        .forEach(
            name ->
                problems.add(
                    "--oidc-algorithms: %s (expected: %s). Correct it."
                        .formatted(name, String.join(", ", new TreeSet<>(SIGNATURES)))));
  }

  private static boolean isSafe(URI issuer) {
    return "https".equals(issuer.getScheme())
        || "http".equals(issuer.getScheme())
            && issuer.getHost() != null
            && AccessConfig.isLoopback(issuer.getHost());
  }

  /** Valid if {@link #check} has found no problem. */
  public AuthConfig toConfig() {
    return new AuthConfig(
        methods.contains(Method.keys),
        methods.contains(Method.certificates),
        Optional.ofNullable(issuer).map(this::oidc),
        Optional.ofNullable(adminKey),
        Optional.ofNullable(policy));
  }

  private OidcConfig oidc(URI provider) {
    return new OidcConfig(
        provider,
        audience,
        clientId,
        scope,
        resource,
        algorithms,
        rolesClaim,
        groupsClaim,
        streamsClaim);
  }
}
