package io.darkroom.gateway.sources.pull.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one playlist line by line. Not thread-safe. */
final class PlaylistReader {

  private static final String STREAM = "#EXT-X-STREAM-INF:";
  private static final Pattern NUMBER = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:\\s*+(\\d{1,18})");
  private static final String RANGE = "#EXT-X-BYTERANGE:";
  private static final Pattern RANGES = Pattern.compile("\\d{1,18}(@\\d{1,18})?");
  private static final String KEY = "#EXT-X-KEY:";

  private final List<Variant> variants = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();
  private Optional<String> foreignEncryption = Optional.empty();
  private boolean recorded;
  private long firstNumber;
  private Attributes stream;
  private String range = "";
  private long rangeEnd;

  Playlist read(String text) {
    text.lines().map(String::trim).filter(line -> !line.isEmpty()).forEach(this::take);
    return new Playlist(
        text,
        List.copyOf(variants),
        List.copyOf(segments),
        firstNumber,
        recorded,
        foreignEncryption);
  }

  private void take(String line) {
    Matcher number = NUMBER.matcher(line);
    if (!line.startsWith("#")) {
      entry(line);
    } else if (line.startsWith(STREAM)) {
      stream = Attributes.parse(line.substring(STREAM.length()));
    } else if (number.matches()) {
      firstNumber = Long.parseLong(number.group(1));
    } else if (line.startsWith(RANGE)) {
      range = line.substring(RANGE.length()).trim();
    } else if (line.startsWith(KEY)) {
      key(Attributes.parse(line.substring(KEY.length())));
    } else if (Playlist.ends(line) || line.equals("#EXT-X-PLAYLIST-TYPE:VOD")) {
      recorded = true;
    }
  }

  private void entry(String uri) {
    if (stream != null) {
      variants.add(Variant.of(stream, uri));
      stream = null;
    } else {
      segments.add(new Segment(uri, from()));
    }
  }

  /** A range without a position starts where the one before it ends. */
  private long from() {
    if (!RANGES.matcher(range).matches()) {
      return 0;
    }
    String[] parts = range.split("@");
    long from = parts.length > 1 ? Long.parseLong(parts[1]) : rangeEnd;
    rangeEnd = Math.max(0, from + Long.parseLong(parts[0]));
    range = "";
    return from;
  }

  private void key(Attributes key) {
    String method = key.text("METHOD");
    String format = key.text("KEYFORMAT");
    if (!method.equals("NONE") && !method.equals("AES-128")) {
      foreignEncryption = Optional.of(method);
    } else if (method.equals("AES-128") && !format.isEmpty() && !format.equals("identity")) {
      foreignEncryption = Optional.of(format);
    }
  }
}
