package io.darkroom.gateway.sources.pull.hls;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A variant of a stream, as a master playlist lists it.
 *
 * @param uri as written
 * @param bandwidth in bit/s; 0 if unknown
 * @param width in px; 0 if unknown
 * @param height in px; 0 if unknown
 * @param codecs separated by commas; empty if unknown
 */
public record Variant(String uri, long bandwidth, int width, int height, String codecs) {

  private static final Pattern NO_VIDEO =
      Pattern.compile("(?i)(mp4a|mp3|ac-?3|ec-?3|opus|flac|alac|dts|wvtt|stpp|vorbis).*");

  static Variant of(Attributes attributes, String uri) {
    return new Variant(
        uri,
        attributes.number("BANDWIDTH"),
        attributes.side(1),
        attributes.side(2),
        attributes.text("CODECS"));
  }

  /** Whether the variant may have pictures; only one that says so has none. */
  boolean mayHaveVideo() {
    return width > 0
        || codecs.isBlank()
        || !Arrays.stream(codecs.split(","))
            .allMatch(codec -> NO_VIDEO.matcher(codec.trim()).matches());
  }

  long pixels() {
    return (long) width * height;
  }
}
