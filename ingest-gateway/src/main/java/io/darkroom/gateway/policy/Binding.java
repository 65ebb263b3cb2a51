package io.darkroom.gateway.policy;

import java.util.List;

/**
 * Gives roles to callers.
 *
 * @param users subjects of tokens
 * @param certificates names in client certificates, in which {@code *} stands for any characters
 * @param streams restricts the roles to these streams
 */
record Binding(
    List<String> roles,
    List<String> groups,
    List<String> users,
    List<String> certificates,
    StreamPatterns streams) {

  boolean applies(Subject subject) {
    return switch (subject.kind()) {
      case TOKEN ->
          users.contains(subject.name()) || groups.stream().anyMatch(subject.groups()::contains);
      case CERTIFICATE -> new StreamPatterns(certificates).matches(subject.name());
      case KEY -> false;
    };
  }

  boolean namesNobody() {
    return groups.isEmpty() && users.isEmpty() && certificates.isEmpty();
  }
}
