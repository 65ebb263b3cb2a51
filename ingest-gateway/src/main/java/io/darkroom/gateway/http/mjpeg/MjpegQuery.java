package io.darkroom.gateway.http.mjpeg;

import com.linecorp.armeria.common.QueryParams;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Suggestion;
import io.darkroom.frame.Excerpt;
import io.darkroom.gateway.http.query.Parameters;
import io.darkroom.gateway.media.JpegRendition;
import java.util.List;
import java.util.Optional;

/**
 * What a viewer asks for in the query.
 *
 * @param fps most frames per second; 0 for all
 * @param width most px; 0 for the frame's own
 * @param quality of the JPEGs, 1 to 100; 0 if the viewer does not care
 */
record MjpegQuery(double fps, int width, int quality) {

  private static final double MAX_FPS = 1_000;
  private static final int MAX_QUALITY = 100;
  private static final List<String> KNOWN = List.of("fps", "width", "quality");

  /**
   * Reads the query. Ignores unknown parameters, because web pages add some so that nothing is
   * cached, but refuses those that look like misspelt ones.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT}
   */
  static MjpegQuery of(QueryParams query) {
    query.names().stream().filter(name -> !KNOWN.contains(name)).forEach(MjpegQuery::ignore);
    return new MjpegQuery(
        fps(query.get("fps")),
        Parameters.whole(query, "width", JpegRendition.LEAST_WIDTH, JpegRendition.MOST_WIDTH, "px"),
        Parameters.whole(query, "quality", 1, MAX_QUALITY, ""));
  }

  private static void ignore(String name) {
    Optional<String> meant = name.length() < 2 ? Optional.empty() : Suggestion.nearest(name, KNOWN);
    if (meant.isPresent()) {
      throw DarkroomException.invalid(
          Excerpt.of(name, 100),
          "query parameter: %s (expected: %s). Did you mean %s?"
              .formatted(Excerpt.quoted(name), String.join(", ", KNOWN), meant.get()));
    }
  }

  private static double fps(String text) {
    if (text == null) {
      return 0;
    }
    double fps = text.matches("[0-9]{1,4}(\\.[0-9]{1,6})?") ? Double.parseDouble(text) : 0;
    if (!(fps > 0 && fps <= MAX_FPS)) {
      throw Parameters.invalid("fps", text, "above 0, up to %.0f".formatted(MAX_FPS));
    }
    return fps;
  }
}
