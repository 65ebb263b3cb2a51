package io.darkroom.gateway.policy;

import java.util.Set;

/**
 * A caller as a policy sees it.
 *
 * @param name the subject of a token, the id of an API key, or the name in a certificate
 * @param groups the groups in a token
 * @param roles the roles that a token or an API key has itself
 * @param streams the only streams that the caller may use, whatever its roles allow
 * @param displayName for people; not unique
 */
public record Subject(
    Kind kind,
    String name,
    Set<String> groups,
    Set<String> roles,
    StreamPatterns streams,
    String displayName) {

  /** How a caller is known. */
  public enum Kind {
    TOKEN,
    KEY,
    CERTIFICATE
  }

  public Subject {
    groups = Set.copyOf(groups);
    roles = Set.copyOf(roles);
    displayName = displayName.isBlank() ? name : displayName;
  }

  /** A caller without a name for people. */
  public Subject(
      Kind kind, String name, Set<String> groups, Set<String> roles, StreamPatterns streams) {
    this(kind, name, groups, roles, streams, name);
  }
}
