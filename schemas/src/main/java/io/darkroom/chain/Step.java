package io.darkroom.chain;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One filter of a chain, as written.
 *
 * @param column where the filter's name begins in the text, from 1
 */
public record Step(String filterId, List<Argument> arguments, int column) {

  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_.+#-]+");

  public Step {
    arguments = List.copyOf(arguments);
  }

  /**
   * One {@code name=value}.
   *
   * @param column where the name begins, from 1
   * @param valueColumn where the value begins, from 1
   */
  public record Argument(String name, String value, int column, int valueColumn) {

    @Override
    public String toString() {
      return name + "=" + (BARE.matcher(value).matches() ? value : quoted(value));
    }

    private static String quoted(String value) {
      return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  @Override
  public String toString() {
    if (arguments.isEmpty()) {
      return filterId;
    }
    return arguments.stream()
        .map(Argument::toString)
        .collect(Collectors.joining(", ", filterId + "(", ")"));
  }
}
