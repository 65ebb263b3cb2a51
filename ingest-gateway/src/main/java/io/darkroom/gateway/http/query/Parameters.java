package io.darkroom.gateway.http.query;

import com.linecorp.armeria.common.QueryParams;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Suggestion;
import io.darkroom.frame.Excerpt;
import io.darkroom.gateway.identity.Tickets;
import java.util.List;

/** Reads and checks query parameters. */
public final class Parameters {

  private Parameters() {}

  /**
   * Refuses unknown names, except that of a ticket.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} for the first unknown name
   */
  public static void requireKnown(QueryParams query, List<String> known) {
    for (String name : query.names()) {
      if (!known.contains(name) && !name.equals(Tickets.PARAMETER)) {
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

  /**
   * Reads a whole number.
   *
   * @param unit such as {@code px}; may be empty
   * @return 0 if the query does not have the parameter
   * @throws DarkroomException {@code INVALID_ARGUMENT} if it is out of range or no number
   */
  public static int whole(QueryParams query, String name, int least, int most, String unit) {
    String text = query.get(name);
    if (text == null) {
      return 0;
    }
    int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw invalid(name, text, "%d to %d %s".formatted(least, most, unit).strip());
    }
    return value;
  }

  /** The error for a value that a parameter cannot have. */
  public static DarkroomException invalid(String name, String value, String expected) {
    return DarkroomException.invalid(
        name,
        "%s: %s (expected: %s). Correct it.".formatted(name, Excerpt.quoted(value), expected));
  }
}
