package io.darkroom.gateway.sources;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.frame.Excerpt;
import io.darkroom.frame.Names;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Validates the fields of a source. The rules are in code, not in the proto, because the proto is
 * also the contract of the topic, whose readers do not know {@code buf.validate}.
 */
final class SourceFields {

  private static final int MAX_URI_LENGTH = 2048;
  private static final int MAX_FPS = 240;
  private static final int MAX_SIDE = 8192;
  private static final int MAX_SECRET_LENGTH = 256;
  private static final int MAX_PARAMETERS = 16;

  private final List<Problem> problems = new ArrayList<>();

  private SourceFields() {}

  /**
   * @throws DarkroomException {@code INVALID_ARGUMENT} with a problem for each invalid field
   */
  static void require(Source source) {
    SourceFields fields = new SourceFields();
    fields.name("sourceId", source.getSourceId());
    if (!source.getStreamId().isEmpty()) {
      fields.name("streamId", source.getStreamId());
    }
    fields.between("uri", source.getUri().length(), 1, MAX_URI_LENGTH, " characters");
    if (source.hasFps() && !(source.getFps() > 0 && source.getFps() <= MAX_FPS)) {
      fields.add("fps", source.getFps(), "above 0, at most " + MAX_FPS, "Correct it.");
    }
    fields.side("widthPx", source.hasWidthPx(), source.getWidthPx());
    fields.side("heightPx", source.hasHeightPx(), source.getHeightPx());
    if (source.hasQuality()) {
      fields.between("quality", source.getQuality(), 1, 100, "");
    }
    fields.startAt(source.getStartAt());
    fields.oneOf("transport", source.getTransport(), "auto", "tcp", "udp");
    fields.oneOf("live", source.getLive(), "auto", "yes", "no");
    fields.oneOf("orientation", source.getOrientation(), "upright", "stored");
    fields.oneOf("colour", source.getColour(), "auto", "bt601", "bt709");
    fields.between("maxBandwidthBps", source.getMaxBandwidthBps(), 0, Integer.MAX_VALUE, " bit/s");
    fields.certificate(source.getCertificate());
    fields.credentials(source.getCredentials());
    fields.throwProblems();
  }

  private void name(String field, String name) {
    if (!Names.valid(name)) {
      add(field, Excerpt.quoted(name), Names.EXPECTED, "Choose another name.");
    }
  }

  private void between(String field, long value, int least, int most, String unit) {
    if (value < least || value > most) {
      add(field, value, least + " to " + most + unit, "Correct it.");
    }
  }

  private void side(String field, boolean given, int side) {
    if (given) {
      between(field, Integer.toUnsignedLong(side), 1, MAX_SIDE, "");
    }
  }

  private void startAt(Duration startAt) {
    if (!Durations.isValid(startAt) || Durations.isNegative(startAt)) {
      add("startAt", startAt.getSeconds() + "s", "at least 0s", "Correct it.");
    }
  }

  private void oneOf(String field, String value, String... choices) {
    if (!value.isEmpty() && !List.of(choices).contains(value)) {
      String expected = String.join(", ", choices).replaceFirst(", (?=[^,]*$)", " or ");
      add(field, Excerpt.quoted(value), expected, "Choose one of them.");
    }
  }

  private void certificate(String value) {
    if (!value.matches("|verify|skip|sha256:[0-9A-Fa-f]{64}")) {
      String expected = "verify, skip, or sha256: and 64 hex digits";
      add("certificate", Excerpt.quoted(value), expected, "Correct it.");
    }
  }

  /** Error messages never quote the values. */
  private void credentials(Credentials credentials) {
    if (!credentials.getSealed().isEmpty()) {
      add("credentials.sealed", "set", "none, because only gateways encrypt", "Omit it.");
    }
    text("credentials.username", credentials.getUsername());
    text("credentials.password", credentials.getPassword());
    between("credentials.parameters", credentials.getParametersCount(), 0, MAX_PARAMETERS, "");
    credentials
        .getParametersMap()
        .forEach(
            (name, value) -> {
              if (!name.matches("[A-Za-z0-9_-]{1,63}")) {
                add(
                    "credentials.parameters",
                    Excerpt.quoted(name),
                    "names of 1 to 63 letters, digits, '_' and '-'",
                    "Choose another name.");
              }
              text("credentials.parameters", value);
              if (!value.matches("[^\\s\\\\{}]*")) {
                add(
                    "credentials.parameters",
                    "a value with a space, a backslash or a brace",
                    "a value without them, as in a URI",
                    "Percent-encode it.");
              }
            });
  }

  private void text(String field, String value) {
    if (value.length() > MAX_SECRET_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
      String expected = "at most %d, no control characters".formatted(MAX_SECRET_LENGTH);
      add(field, value.length() + " characters", expected, "Correct it.");
    }
  }

  private void add(String field, Object value, String expected, String fix) {
    problems.add(
        Problem.of(field, "%s: %s (expected: %s). %s".formatted(field, value, expected, fix)));
  }

  private void throwProblems() {
    if (!problems.isEmpty()) {
      String text = problems.stream().map(Problem::description).collect(Collectors.joining(" "));
      throw new DarkroomException(ErrorCode.INVALID_ARGUMENT, text, problems);
    }
  }
}
