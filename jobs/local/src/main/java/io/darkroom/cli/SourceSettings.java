package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What is said about a source besides its name and its uri. */
final class SourceSettings {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");

  @Option(names = "--stream", description = "Stream of its frames (default: the source's name).")
  private String streamId;

  @Option(names = "--fps", description = "Frames per second at most (default: all that come).")
  private Double fps;

  @Option(
      names = "--scale",
      paramLabel = "WxH",
      description = "Size in px; 0 for one of them keeps the shape (default: as they come).")
  private String scale;

  @Option(names = "--quality", description = "Of JPEG, 1 to 100 (default: 90).")
  private Integer quality;

  @Option(names = "--loop", description = "Videos and images begin again at the end.")
  private boolean loop;

  @Option(names = "--start-at", description = "Where a video begins, ISO 8601, such as PT1M30S.")
  private Duration startAt;

  @Option(names = "--transport", description = "Of RTSP: auto (the default), tcp or udp.")
  private String transport;

  @Option(names = "--stopped", description = "Does not fetch it yet.")
  private boolean stopped;

  ObjectNode toJson(String uri) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("uri", uri).put("loop", loop).put("stopped", stopped);
    if (streamId != null) {
      body.put("streamId", streamId);
    }
    if (fps != null) {
      body.put("fps", fps);
    }
    if (scale != null) {
      addSize(body);
    }
    if (quality != null) {
      body.put("quality", quality);
    }
    if (startAt != null) {
      body.put("startAt", seconds(startAt));
    }
    if (transport != null) {
      body.put("transport", transport);
    }
    return body;
  }

  private void addSize(ObjectNode body) {
    Matcher size = SIZE.matcher(scale);
    if (!size.matches()) {
      throw new Refusal(
          "--scale: %s (expected: WIDTHxHEIGHT in px). Write it like 1280x720.".formatted(scale));
    }
    body.put("width", Integer.parseInt(size.group(1)));
    body.put("height", Integer.parseInt(size.group(2)));
  }

  /** As protobuf's JSON form has durations. */
  static String seconds(Duration duration) {
    return "%d.%09ds".formatted(duration.getSeconds(), duration.getNano());
  }
}
