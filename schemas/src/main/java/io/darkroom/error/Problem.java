package io.darkroom.error;

/**
 * One problem of an input.
 *
 * @param field the parameter or property, such as {@code chain} or {@code output.quality}
 * @param column where the problem begins in the text of the field, from 1; 0 if not applicable
 * @param description the name, the value, the expected values, and how to fix it
 */
public record Problem(String field, int column, String description) {

  public static Problem of(String field, String description) {
    return new Problem(field, 0, description);
  }
}
