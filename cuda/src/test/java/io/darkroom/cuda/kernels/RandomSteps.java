package io.darkroom.cuda.kernels;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Settings of a filter by chance, among those it accepts. */
public final class RandomSteps {

  private static final int TRIES = 200;

  private final FilterDefinition filter;
  private final Random random;

  public RandomSteps(FilterDefinition filter, long seed) {
    this.filter = filter;
    this.random = new Random(seed);
  }

  /** The next settings, as they are written in a chain. */
  public ValidStep next() {
    for (int i = 0; i < TRIES; i++) {
      String text =
          filter.parameters().stream()
              .map(parameter -> parameter.id() + "=" + value(parameter))
              .collect(Collectors.joining(", ", filter.id() + "(", ")"));
      try {
        List<ValidStep> steps = FilterRun.steps(text.replace("()", ""));
        FilterRun.CATALOGUE.check(steps);
        return steps.get(0);
      } catch (DarkroomException e) {
        // Parameters that contradict each other: the next ones may not.
      }
    }
    throw new IllegalStateException("no settings of " + filter.id() + " are accepted");
  }

  private String value(Parameter parameter) {
    if (parameter instanceof Parameter.Select select) {
      return select.options().get(random.nextInt(select.options().size()));
    }
    if (parameter instanceof Parameter.Checkbox) {
      return Boolean.toString(random.nextBoolean());
    }
    if (parameter instanceof Parameter.Numeric numeric) {
      return number(numeric);
    }
    if (parameter instanceof Parameter.Colour) {
      return String.format(Locale.ROOT, "#%06x", random.nextInt(1 << 24));
    }
    return parameter.defaultValue();
  }

  private String number(Parameter.Numeric numeric) {
    long steps = Math.round((numeric.max() - numeric.min()) / numeric.step());
    double value = numeric.min() + random.nextLong(steps + 1) * numeric.step();
    if (numeric.stepped()) {
      return Long.toString(Math.round(value));
    }
    return String.format(Locale.ROOT, "%.6f", Math.min(numeric.max(), value));
  }
}
