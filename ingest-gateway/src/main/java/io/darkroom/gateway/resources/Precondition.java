package io.darkroom.gateway.resources;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Excerpt;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a caller takes for granted when it changes a resource.
 *
 * @param etag empty: nothing; "*": that it exists; else that it has this etag, or one of several
 *     with commas between them, in quotes or not
 * @param createOnly that it does not exist
 */
public record Precondition(String etag, boolean createOnly) {

  private static final int LONGEST_SHOWN = 140;

  public static final Precondition NONE = new Precondition("", false);

  /**
   * @param kind of the resource, for messages
   * @param present its etag, where it exists
   * @throws DarkroomException {@code ALREADY_EXISTS} or {@code PRECONDITION_FAILED}
   */
  public void require(String kind, String id, Optional<String> present) {
    if (createOnly && present.isPresent()) {
      throw new DarkroomException(
              ErrorCode.ALREADY_EXISTS,
              "%s: %s exists (expected: none of this id). %s"
                  .formatted(kind, id, "Choose another id, or change this one without createOnly."))
          .about(kind, id);
    }
    if (!etag.isEmpty() && present.filter(this::matches).isEmpty()) {
      throw new DarkroomException(
              ErrorCode.PRECONDITION_FAILED,
              "%s: %s has etag %s (expected: %s). Read it again and repeat the change on that."
                  .formatted(kind, id, present.orElse("none, for it does not exist"), shown()))
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
