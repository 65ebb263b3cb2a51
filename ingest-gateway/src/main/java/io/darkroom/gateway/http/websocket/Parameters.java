package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.QueryParams;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Suggestion;
import io.darkroom.frame.Excerpt;
import java.util.List;

/** Checks query parameters: unknown names are refused. */
final class Parameters {

  private Parameters() {}

  /**
   * Checks the names.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} for the first unknown name
   */
  static void requireKnown(QueryParams query, List<String> known) {
    for (String name : query.names()) {
      if (!known.contains(name)) {
        throw unknown(name, known);
      }
    }
  }

  private static DarkroomException unknown(String name, List<String> known) {
    String expected = known.isEmpty() ? "no parameter" : String.join(", ", known);
    String remedy =
        Suggestion.nearest(name, known)
            .map(near -> "Did you mean " + near + "?")
            .orElse("Leave it out.");
    return DarkroomException.invalid(
        Excerpt.of(name, 100),
        "query parameter: %s (expected: %s). %s".formatted(Excerpt.quoted(name), expected, remedy));
  }

  static DarkroomException invalid(String name, String value, String expected) {
    return DarkroomException.invalid(
        name,
        "%s: %s (expected: %s). Correct it.".formatted(name, Excerpt.quoted(value), expected));
  }
}
