package io.darkroom.gateway.sources.pull.hls;

import java.util.List;
import java.util.Optional;

/**
 * A playlist: a master playlist, which has variants, or a media playlist, which has segments.
 *
 * @param text as received
 * @param firstNumber of the segments, which are numbered without gaps
 * @param recorded whether it says that no segment will be added
 * @param foreignEncryption the method of encrypted segments that only licensed players decrypt
 */
public record Playlist(
    String text,
    List<Variant> variants,
    List<Segment> segments,
    long firstNumber,
    boolean recorded,
    Optional<String> foreignEncryption) {

  private static final String END = "#EXT-X-ENDLIST";

  public static Playlist parse(String text) {
    return new PlaylistReader().read(text);
  }

  public boolean isMaster() {
    return !variants.isEmpty();
  }

  /** The number of the last segment. */
  public long lastNumber() {
    return firstNumber + segments.size() - 1;
  }

  /** Whether a line says that no segment will be added; FFmpeg reads only its beginning, too. */
  static boolean ends(String line) {
    return line.startsWith(END);
  }

  /** Returns the text with a statement that no segment will be added. */
  public String asRecorded() {
    return text.lines().anyMatch(Playlist::ends) ? text : text + "\n" + END + "\n";
  }

  /** Returns the text without a statement that no segment will be added. */
  public String asLive() {
    return text.replace(END, "");
  }
}
