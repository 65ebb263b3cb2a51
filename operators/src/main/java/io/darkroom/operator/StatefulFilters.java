package io.darkroom.operator;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.darkroom.chain.Chain;
import io.darkroom.definition.FilterDefinition;
import java.util.List;
import java.util.Set;

/** The filters that keep a model of their stream. Immutable. */
record StatefulFilters(Set<String> ids) {

  static StatefulFilters of(List<FilterDefinition> filters) {
    return new StatefulFilters(
        filters.stream()
            .filter(FilterDefinition::stateful)
            .map(FilterDefinition::id)
            .collect(toUnmodifiableSet()));
  }

  /** Returns whether a chain has one of them. */
  boolean anyIn(Chain chain) {
    return !ids.isEmpty() && chain.steps().stream().anyMatch(step -> ids.contains(step.filterId()));
  }
}
