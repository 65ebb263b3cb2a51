package io.darkroom.chain;

import io.darkroom.chain.Step.Argument;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Problem;
import io.darkroom.error.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Validates chains against the available filters and parses their arguments. Immutable. */
public final class ChainValidator {

  private final Map<String, FilterDefinition> filters;

  public ChainValidator(List<FilterDefinition> filters) {
    this.filters =
        filters.stream().collect(Collectors.toMap(FilterDefinition::id, Function.identity()));
  }

  /** A step whose filter exists and whose arguments are all present, typed and in range. */
  public record ValidStep(FilterDefinition filter, Arguments arguments) {}

  /**
   * Validates every step and fills in default values.
   *
   * @throws DarkroomException {@code INVALID_CHAIN} with every mistake and its column
   */
  public List<ValidStep> validate(Chain chain) {
    List<Problem> problems = new ArrayList<>();
    List<ValidStep> steps = new ArrayList<>();
    for (Step step : chain.steps()) {
      FilterDefinition filter = filters.get(step.filterId());
      if (filter == null) {
        problems.add(unknownFilter(step));
      } else {
        steps.add(new ValidStep(filter, read(step, filter, problems)));
      }
    }
    if (!problems.isEmpty()) {
      throw ChainProblems.of(problems);
    }
    return List.copyOf(steps);
  }

  private Arguments read(Step step, FilterDefinition filter, List<Problem> problems) {
    Map<String, Object> values = new HashMap<>();
    for (Argument argument : step.arguments()) {
      Optional<Parameter> parameter = filter.parameter(argument.name());
      if (parameter.isEmpty()) {
        problems.add(unknownParameter(argument, filter));
      } else if (values.containsKey(argument.name())) {
        problems.add(repeated(argument));
      } else {
        values.put(argument.name(), read(argument, parameter.get(), problems));
      }
    }
    for (Parameter parameter : filter.parameters()) {
      values.putIfAbsent(parameter.id(), parameter.parse(parameter.defaultValue()));
    }
    return new Arguments(values);
  }

  private static Object read(Argument argument, Parameter parameter, List<Problem> problems) {
    try {
      return parameter.parse(argument.value());
    } catch (IllegalArgumentException e) {
      String description =
          "%s: %s (expected: %s). Change it, or leave it out for %s."
              .formatted(
                  argument.name(),
                  argument.value(),
                  parameter.expected(),
                  parameter.defaultValue().isEmpty() ? "none" : parameter.defaultValue());
      problems.add(new Problem("chain", argument.valueColumn(), description));
      return parameter.parse(parameter.defaultValue());
    }
  }

  private Problem unknownFilter(Step step) {
    String description =
        "filter: %s (expected: a filter of the catalogue). %s"
            .formatted(step.filterId(), Suggestion.didYouMean(step.filterId(), filters.keySet()));
    return new Problem("chain", step.column(), description);
  }

  private static Problem unknownParameter(Argument argument, FilterDefinition filter) {
    List<String> known = filter.parameters().stream().map(Parameter::id).toList();
    String fix =
        known.isEmpty()
            ? filter.id() + " has no parameters; remove it."
            : Suggestion.didYouMean(argument.name(), known);
    String description =
        "parameter: %s (expected: a parameter of %s). %s"
            .formatted(argument.name(), filter.id(), fix);
    return new Problem("chain", argument.column(), description);
  }

  private static Problem repeated(Argument argument) {
    String description =
        "%s: given twice (expected: once). Remove one of them.".formatted(argument.name());
    return new Problem("chain", argument.column(), description);
  }
}
