package io.darkroom.error;

/**
 * One thing that is wrong with an input.
 *
 * @param field the parameter or property, such as {@code chain} or {@code output.quality}
 * @param column where in the text of the field it begins, from 1; 0 where that means nothing
 * @param description what is wrong, the value, what was expected, and how to fix it
 */
public record Problem(String field, int column, String description) {

  public static Problem of(String field, String description) {
    return new Problem(field, 0, description);
  }
}
