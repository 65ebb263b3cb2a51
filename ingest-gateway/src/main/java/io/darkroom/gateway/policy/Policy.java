package io.darkroom.gateway.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may do what. Immutable.
 *
 * @param roles by name, with the built-in ones
 */
public record Policy(Map<String, Role> roles, List<Binding> bindings) {

  /** Only the built-in roles, which tokens and API keys name themselves. */
  public static final Policy BUILT_IN = new Policy(Map.of(), List.of());

  public Policy {
    Map<String, Role> all = new HashMap<>(Role.BUILT_IN);
    all.putAll(roles);
    roles = Map.copyOf(all);
    bindings = List.copyOf(bindings);
  }

  public Rights of(Subject subject) {
    Set<Right> rights = new HashSet<>();
    subject.roles().stream()
        .filter(roles::containsKey)
        .forEach(name -> rights.add(roles.get(name).within(subject.streams())));
    bindings.stream()
        .filter(binding -> binding.applies(subject))
        .forEach(binding -> rights.addAll(rights(binding, subject.streams())));
    return new Rights(rights);
  }

  private List<Right> rights(Binding binding, StreamPatterns bound) {
    return binding.roles().stream()
        .map(name -> roles.get(name).within(binding.streams()).within(bound))
        .toList();
  }

  public boolean knows(String role) {
    return roles.containsKey(role);
  }
}
