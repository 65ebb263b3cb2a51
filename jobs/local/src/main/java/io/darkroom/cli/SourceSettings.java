package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What is said about a source besides its name and its uri; null where it is not said. */
final class SourceSettings {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");

  @Option(
      names = "--stream",
      paramLabel = "STREAM",
      description = "Stream of its frames (of a new one: the source's name).")
  private String streamId;

  @Option(names = "--fps", description = "Frames per second at most; 0 for all that come.")
  private Double fps;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Size in px; 0 for one of them keeps the shape, 0x0 the size.")
  private String size;

  /** The form before {@code --size}. */
  @Option(names = "--scale", paramLabel = "WxH", hidden = true)
  private String scale;

  @Option(names = "--quality", description = "Of JPEG, 1 to 100 (of a new one: 90).")
  private Integer quality;

  @Option(
      names = "--loop",
      negatable = true,
      description = "Whether videos and images begin again at the end.")
  private Boolean loop;

  @Option(names = "--start-at", description = "Where a video begins, ISO 8601, such as PT1M30S.")
  private Duration startAt;

  @Option(names = "--transport", description = "Of RTSP: auto (of a new one), tcp or udp.")
  private String transport;

  @Option(
      names = "--stopped",
      negatable = true,
      description = "Whether it is only kept, not fetched.")
  private Boolean stopped;

  boolean isEmpty() {
    return streamId == null
        && fps == null
        && size == null
        && scale == null
        && quality == null
        && loop == null
        && startAt == null
        && transport == null
        && stopped == null;
  }

  /** Changes what is named, and leaves the rest as it is. */
  ObjectNode applyTo(ObjectNode body) {
    put(body, "streamId", streamId);
    putUnlessZero(body, "fps", fps);
    put(body, "quality", quality);
    put(body, "loop", loop);
    put(body, "startAt", startAt == null ? null : seconds(startAt));
    put(body, "transport", transport);
    put(body, "stopped", stopped);
    if (scale != null) {
      putSize(body, "--scale", scale);
    }
    if (size != null) {
      putSize(body, "--size", size);
    }
    return body;
  }

  private static void put(ObjectNode body, String field, Object value) {
    if (value != null) {
      body.putPOJO(field, value);
    }
  }

  private static void putSize(ObjectNode body, String option, String value) {
    Matcher size = SIZE.matcher(value);
    if (!size.matches()) {
      throw Refusal.usage(
          "%s: %s (expected: WIDTHxHEIGHT in px). Write it like --size 1280x720."
              .formatted(option, value));
    }
    putUnlessZero(body, "widthPx", Integer.valueOf(size.group(1)));
    putUnlessZero(body, "heightPx", Integer.valueOf(size.group(2)));
  }

  /** Zero takes back what was set: the field is left out. */
  private static void putUnlessZero(ObjectNode body, String field, Number value) {
    if (value != null && value.doubleValue() == 0) {
      body.remove(field);
    } else {
      put(body, field, value);
    }
  }

  /** As protobuf's JSON form has durations. */
  static String seconds(Duration duration) {
    return "%d.%09ds".formatted(duration.getSeconds(), duration.getNano());
  }
}
