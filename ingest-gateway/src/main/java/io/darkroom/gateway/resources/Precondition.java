package io.darkroom.gateway.resources;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Excerpt;
import java.util.Arrays;
import java.util.Optional;

/**
 * The condition of a change.
 *
 * @param etag empty: none; "*": the resource exists; otherwise its etag, or several separated by
 *     commas, with or without quotes
 * @param createOnly the resource does not exist
 */
public record Precondition(String etag, boolean createOnly) {

  private static final int LONGEST_SHOWN = 140;

  public static final Precondition NONE = new Precondition("", false);

  /**
   * Checks the condition.
   *
   * @param kind the kind of resource, for messages
   * @param present the etag of the resource; empty if it does not exist
   * @throws DarkroomException {@code ALREADY_EXISTS} or {@code PRECONDITION_FAILED}
   */
  public void require(String kind, String id, Optional<String> present) {
    if (createOnly && present.isPresent()) {
      throw new DarkroomException(
              ErrorCode.ALREADY_EXISTS,
              "%s: %s exists (expected: no %s with this id). %s"
                  .formatted(kind, id, kind, "Choose another id, or leave out createOnly."))
          .about(kind, id);
    }
    if (!etag.isEmpty() && present.filter(this::matches).isEmpty()) {
      throw new DarkroomException(
              ErrorCode.PRECONDITION_FAILED,
              "%s: %s has etag %s (expected: %s). Read it again, then repeat the change."
                  .formatted(kind, id, present.orElse("none, since it does not exist"), shown()))
          .about(kind, id);
    }
  }

  private String shown() {
    return etag.equals("*") ? "any" : Excerpt.of(etag.replace("\"", ""), LONGEST_SHOWN);
  }

  private boolean matches(String present) {
    return Arrays.stream(etag.split(","))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .map(tag -> tag.replace("\"", ""))
        .anyMatch(tag -> tag.equals("*") || tag.equals(present));
  }
}
