package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.http.query.Parameters;
import io.darkroom.gateway.media.JpegRendition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of a watcher, from its query and its sub-protocol.
 *
 * @param unacknowledged the most frames ahead of the watcher's acknowledgement; 0 if it sends none
 * @param maxLag how long a frame may wait before a newer one replaces it
 * @param newest whether to send the last known frame first
 * @param from a token to resume from
 * @param width most px; 0 for the frame's own
 */
record WatchQuery(
    int unacknowledged, Duration maxLag, boolean newest, Optional<String> from, int width) {

  static final int MAX_UNACKNOWLEDGED = 64;

  static final List<String> SUB_PROTOCOLS = List.of(SubProtocols.V1, SubProtocols.V1_ACK);

  private static final List<String> KNOWN = List.of("ack", "from", "max_lag", "newest", "width");
  private static final int DEFAULT_UNACKNOWLEDGED = 2;

  /** For watchers that set no pace: long enough for a burst, too short to be noticed. */
  private static final Duration NEWEST_ONLY = Duration.ofMillis(100);

  /**
   * Reads the options of a call.
   *
   * @param maxLag the default for a watcher that sets its pace but no lag
   * @throws io.darkroom.error.DarkroomException if a parameter is unknown or invalid
   */
  static WatchQuery of(ServiceRequestContext call, Duration maxLag) {
    QueryParams query = call.queryParams();
    Parameters.requireKnown(query, KNOWN);
    boolean acknowledging =
        SubProtocols.chosen(call.request().headers(), SUB_PROTOCOLS)
            .filter(SubProtocols.V1_ACK::equals)
            .isPresent();
    Optional<String> ack = Optional.ofNullable(query.get("ack"));
    boolean paced = acknowledging || ack.isPresent();
    return new WatchQuery(
        ack.map(WatchQuery::unacknowledgedOf).orElse(acknowledging ? DEFAULT_UNACKNOWLEDGED : 0),
        Optional.ofNullable(query.get("max_lag"))
            .map(WatchQuery::lagOf)
            .orElse(paced || maxLag.compareTo(NEWEST_ONLY) < 0 ? maxLag : NEWEST_ONLY),
        flag("newest", query.get("newest", "false")),
        Optional.ofNullable(query.get("from")),
        Parameters.whole(
            query, "width", JpegRendition.LEAST_WIDTH, JpegRendition.MOST_WIDTH, "px"));
  }

  private static int unacknowledgedOf(String text) {
    if (text.equals("none")) {
      return 0;
    }
    int frames = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
    if (frames < 1 || frames > MAX_UNACKNOWLEDGED) {
      throw Parameters.invalid(
          "ack", text, "none, or 1 to %d frames".formatted(MAX_UNACKNOWLEDGED));
    }
    return frames;
  }

  private static Duration lagOf(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw Parameters.invalid("max_lag", text, "0 to 999999 ms");
    }
    return Duration.ofMillis(Long.parseLong(text));
  }

  private static boolean flag(String name, String text) {
    return switch (text) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw Parameters.invalid(name, text, "true or false");
    };
  }
}
