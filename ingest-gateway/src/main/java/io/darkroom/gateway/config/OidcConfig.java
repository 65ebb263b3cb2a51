package io.darkroom.gateway.config;

import java.net.URI;
import java.util.List;

/**
 * The OpenID Connect provider whose access tokens are accepted.
 *
 * @param issuer its URL, without {@code /.well-known}
 * @param audience what tokens must be meant for
 * @param clientId with which the web page signs in; empty if it does not
 * @param scope what the web page asks for
 * @param resource the resource that the web page asks for (RFC 8707); may be empty
 * @param algorithms accepted signatures, such as RS256
 * @param rolesClaim path of the claim with roles, such as {@code realm_access.roles}
 * @param groupsClaim path of the claim with groups, for the policy
 * @param streamsClaim path of the claim that restricts a token to streams
 */
public record OidcConfig(
    URI issuer,
    String audience,
    String clientId,
    String scope,
    String resource,
    List<String> algorithms,
    String rolesClaim,
    String groupsClaim,
    String streamsClaim) {

  public OidcConfig {
    algorithms = List.copyOf(algorithms);
  }
}
