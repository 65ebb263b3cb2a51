package io.darkroom.filter;

import static java.util.stream.Collectors.joining;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.error.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The available filters, sorted by id. Immutable. */
public final class FilterCatalogue {

  private final SortedMap<String, Filter> filters = new TreeMap<>();

  /**
   * Creates a catalogue of the given filters.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if two filters have the same id
   */
  public FilterCatalogue(Iterable<Filter> filters) {
    filters.forEach(this::add);
  }

  /** Loads every filter that the class loader and its parents register as a service. */
  public static FilterCatalogue load(ClassLoader loader) {
    return new FilterCatalogue(ServiceLoader.load(Filter.class, loader));
  }

  /** Returns the definitions of all filters, sorted by id. */
  public List<FilterDefinition> definitions() {
    return filters.values().stream().map(Filter::definition).toList();
  }

  /**
   * Returns the filter with this id.
   *
   * @throws DarkroomException {@code NOT_FOUND} if the id is unknown
   */
  public Filter filter(String id) {
    Filter filter = filters.get(id);
    if (filter == null) {
      throw DarkroomException.notFound("filter", id, Suggestion.didYouMean(id, filters.keySet()));
    }
    return filter;
  }

  /**
   * Checks the arguments of each step against each other; call it once, before a chain runs.
   *
   * @throws DarkroomException {@code INVALID_CHAIN} with every mistake
   */
  public void check(List<ValidStep> steps) {
    List<Problem> problems = new ArrayList<>();
    for (ValidStep step : steps) {
      check(step, problems);
    }
    if (problems.isEmpty()) {
      return;
    }
    String message = problems.stream().map(Problem::description).collect(joining(" "));
    throw new DarkroomException(ErrorCode.INVALID_CHAIN, "chain, " + message, problems);
  }

  private void check(ValidStep step, List<Problem> problems) {
    String id = step.filter().id();
    try {
      filter(id).check(step.arguments());
    } catch (IllegalArgumentException e) {
      problems.add(Problem.of("chain", "%s: %s".formatted(id, e.getMessage())));
    }
  }

  private void add(Filter filter) {
    String id = filter.definition().id();
    Filter other = filters.putIfAbsent(id, filter);
    if (other != null) {
      throw new DarkroomException(
          ErrorCode.INVALID_ARGUMENT,
          ("filter: %s, defined by %s and by %s (expected: unique ids). Remove one from the class"
                  + " path.")
              .formatted(id, other.getClass().getName(), filter.getClass().getName()));
    }
  }
}
