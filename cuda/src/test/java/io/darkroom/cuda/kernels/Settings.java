package io.darkroom.cuda.kernels;

import static java.util.stream.Collectors.joining;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.definition.Parameter.Colour;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.definition.Parameter.Select;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Valid settings of a filter for tests. */
public final class Settings {

  private static final int TRIES = 200;
  private static final List<String> WORDS = List.of("Cam 7", "W", "g j Q", "0123456789");

  private final FilterDefinition filter;

  public Settings(FilterDefinition filter) {
    this.filter = filter;
  }

  /**
   * Returns the defaults, and settings with one parameter at each of its options, or at the
   * minimum, middle and maximum of its range, and defaults for the others. If these contradict the
   * parameter, chooses other values.
   */
  public List<ValidStep> every() {
    return each(filter.parameters());
  }

  /** Returns the defaults, and settings with each option of a select or checkbox. */
  public List<ValidStep> options() {
    return each(
        filter.parameters().stream()
            .filter(parameter -> parameter instanceof Select || parameter instanceof Checkbox)
            .toList());
  }

  private List<ValidStep> each(List<Parameter> parameters) {
    List<ValidStep> steps = new ArrayList<>();
    step(Map.of()).ifPresent(steps::add);
    for (Parameter parameter : parameters) {
      for (String value : values(parameter)) {
        Map<String, String> chosen = Map.of(parameter.id(), value);
        steps.add(step(chosen).orElseGet(() -> any(chosen, new Random(1))));
      }
    }
    return steps.stream().distinct().toList();
  }

  /** Returns random settings. */
  public ValidStep any(Random random) {
    return any(Map.of(), random);
  }

  private ValidStep any(Map<String, String> chosen, Random random) {
    for (int i = 0; i < TRIES; i++) {
      Map<String, String> values = new HashMap<>();
      filter.parameters().forEach(p -> values.put(p.id(), anyValue(p, random)));
      values.putAll(chosen);
      Optional<ValidStep> step = step(values);
      if (step.isPresent()) {
        return step.get();
      }
    }
    throw new IllegalStateException("no settings of " + filter.id() + " with " + chosen);
  }

  /** Returns the settings; empty if the values contradict each other. */
  private Optional<ValidStep> step(Map<String, String> values) {
    String arguments =
        values.entrySet().stream()
            .map(value -> "%s=\"%s\"".formatted(value.getKey(), value.getValue()))
            .collect(joining(", "));
    String text = filter.id() + (arguments.isEmpty() ? "" : "(" + arguments + ")");
    try {
      List<ValidStep> steps = FilterRun.steps(text);
      FilterRun.CATALOGUE.check(steps);
      return Optional.of(steps.get(0));
    } catch (DarkroomException e) {
      return Optional.empty();
    }
  }

  private static List<String> values(Parameter parameter) {
    if (parameter instanceof Select select) {
      return select.options();
    }
    if (parameter instanceof Checkbox) {
      return List.of("true", "false");
    }
    if (parameter instanceof Numeric numeric) {
      long steps = steps(numeric);
      return List.of(number(numeric, 0), number(numeric, steps / 2), number(numeric, steps));
    }
    if (parameter instanceof Colour) {
      return List.of("#000000", "#ffffff", "#1e90ff");
    }
    return WORDS;
  }

  private static String anyValue(Parameter parameter, Random random) {
    if (parameter instanceof Numeric numeric) {
      return number(numeric, anyStep(numeric, random));
    }
    if (parameter instanceof Colour) {
      return String.format(Locale.ROOT, "#%06x", random.nextInt(1 << 24));
    }
    List<String> values = values(parameter);
    return values.get(random.nextInt(values.size()));
  }

  /**
   * Returns a random number, sometimes the minimum or maximum. Input fields have a large range, so
   * small numbers are more likely, and the maximum is rare.
   */
  private static long anyStep(Numeric numeric, Random random) {
    long steps = steps(numeric);
    int bits = Long.SIZE - Long.numberOfLeadingZeros(steps);
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> numeric.slider() || random.nextInt(8) == 0 ? steps : random.nextLong(bits + 1);
      default -> random.nextLong((numeric.slider() ? steps : steps >> random.nextInt(bits)) + 1);
    };
  }

  private static long steps(Numeric numeric) {
    return Math.round((numeric.max() - numeric.min()) / numeric.step());
  }

  private static String number(Numeric numeric, long step) {
    double value = Math.min(numeric.max(), numeric.min() + step * numeric.step());
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.6f", value);
  }
}
