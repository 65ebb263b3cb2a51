package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code source set}; null if not given. */
final class SourceSettings {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");

  @Option(
      names = "--stream",
      paramLabel = "STREAM",
      description = "Stream to publish to (for a new source: the source's name).")
  private String streamId;

  @Option(names = "--fps", description = "Maximum frames per second; 0 for no limit.")
  private Double fps;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description =
          "Size of the frames in px. 0 for one side keeps the aspect ratio; 0x0 keeps the size.")
  private String size;

  /** The old form of {@code --size}. */
  @Option(names = "--scale", paramLabel = "WxH", hidden = true)
  private String scale;

  @Option(names = "--quality", description = "JPEG quality, 1 to 100 (for a new source: 90).")
  private Integer quality;

  @Option(names = "--loop", negatable = true, description = "Whether videos and images repeat.")
  private Boolean loop;

  @Option(
      names = "--start-at",
      description = "Start position in a video, as an ISO 8601 duration such as PT1M30S.")
  private Duration startAt;

  @Option(
      names = "--transport",
      description = "RTSP transport: auto (for a new source), tcp or udp.")
  private String transport;

  @Option(
      names = "--live",
      description = "Whether a source on the network is live: auto (for a new source), yes or no.")
  private String live;

  @Option(
      names = "--orientation",
      description = "upright (for a new source): turned as the file says; or stored.")
  private String orientation;

  @Option(
      names = "--deinterlace",
      negatable = true,
      description = "Whether interlaced video is deinterlaced.")
  private Boolean deinterlace;

  @Option(
      names = "--colour",
      description = "Matrix of video that states none: auto (for a new source), bt601 or bt709.")
  private String colour;

  @Option(
      names = "--max-bandwidth",
      paramLabel = "BPS",
      description = "HLS: highest bandwidth to choose, in bit/s; 0 for no limit.")
  private Long maxBandwidth;

  @Option(
      names = "--certificate",
      description = "For https and rtsps: verify, skip or sha256:FINGERPRINT.")
  private String certificate;

  @Option(
      names = "--skip-damaged",
      negatable = true,
      description = "Whether frames with missing or concealed parts are dropped.")
  private Boolean skipDamaged;

  @Option(
      names = "--stopped",
      negatable = true,
      description = "Whether the source is stopped, that is, not fetched.")
  private Boolean stopped;

  @Mixin private CredentialSettings credentials = new CredentialSettings();

  boolean isEmpty() {
    return credentials.isEmpty()
        && streamId == null
        && fps == null
        && size == null
        && scale == null
        && quality == null
        && loop == null
        && startAt == null
        && transport == null
        && live == null
        && orientation == null
        && deinterlace == null
        && colour == null
        && maxBandwidth == null
        && certificate == null
        && skipDamaged == null
        && stopped == null;
  }

  /** Applies the given options and keeps the other fields. */
  ObjectNode applyTo(ObjectNode body) {
    put(body, "streamId", streamId);
    putUnlessZero(body, "fps", fps);
    put(body, "quality", quality);
    put(body, "loop", loop);
    put(body, "startAt", startAt == null ? null : seconds(startAt));
    put(body, "transport", transport);
    put(body, "live", live);
    put(body, "orientation", orientation);
    put(body, "deinterlace", deinterlace);
    put(body, "colour", colour);
    put(body, "maxBandwidthBps", maxBandwidth);
    put(body, "certificate", certificate);
    put(body, "skipDamaged", skipDamaged);
    put(body, "stopped", stopped);
    credentials.applyTo(body);
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
      throw CommandException.usage(
          "%s: %s (expected: WIDTHxHEIGHT in px). Write it as in --size 1280x720."
              .formatted(option, value));
    }
    putUnlessZero(body, "widthPx", Integer.valueOf(size.group(1)));
    putUnlessZero(body, "heightPx", Integer.valueOf(size.group(2)));
  }

  /** Zero removes the field. */
  private static void putUnlessZero(ObjectNode body, String field, Number value) {
    if (value != null && value.doubleValue() == 0) {
      body.remove(field);
    } else {
      put(body, field, value);
    }
  }

  /** A duration in protobuf's JSON form. */
  static String seconds(Duration duration) {
    return "%d.%09ds".formatted(duration.getSeconds(), duration.getNano());
  }
}
