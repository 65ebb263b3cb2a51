package io.darkroom.gateway.source;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.frame.Excerpt;
import io.darkroom.frame.Names;
import io.darkroom.v1.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the fields of a source may hold. In code, not in the message: that is a contract of the
 * topic too, for readers that know nothing of rules.
 */
final class SourceFields {

  private static final int LONGEST_URI = 2048;
  private static final int MOST_FPS = 240;
  private static final int MOST_SIDE = 8192;
  private static final Set<String> TRANSPORTS = Set.of("", "auto", "tcp", "udp");

  private final List<Problem> problems = new ArrayList<>();

  private SourceFields() {}

  /**
   * @throws DarkroomException {@code INVALID_ARGUMENT} with a problem for each field that is wrong
   */
  static void require(Source source) {
    SourceFields fields = new SourceFields();
    fields.name("sourceId", source.getSourceId());
    if (!source.getStreamId().isEmpty()) {
      fields.name("streamId", source.getStreamId());
    }
    fields.between("uri", source.getUri().length(), 1, LONGEST_URI, " characters");
    fields.between("fps", source.getFps(), 0, MOST_FPS, "");
    fields.between("width", Integer.toUnsignedLong(source.getWidth()), 0, MOST_SIDE, "");
    fields.between("height", Integer.toUnsignedLong(source.getHeight()), 0, MOST_SIDE, "");
    fields.between("quality", source.getQuality(), 0, 100, "");
    fields.startAt(source.getStartAt());
    fields.transport(source.getTransport());
    fields.throwProblems();
  }

  private void name(String field, String name) {
    if (!Names.valid(name)) {
      add(field, Excerpt.quoted(name), Names.EXPECTED, "Choose another name.");
    }
  }

  /** A number that is none is not between others. */
  private void between(String field, Number value, int least, int most, String unit) {
    double number = value.doubleValue();
    if (!(number >= least && number <= most)) {
      add(field, value, least + " to " + most + unit, "Correct it.");
    }
  }

  private void startAt(Duration startAt) {
    if (!Durations.isValid(startAt) || Durations.isNegative(startAt)) {
      add("startAt", startAt.getSeconds() + "s", "at least 0s", "Correct it.");
    }
  }

  private void transport(String transport) {
    if (!TRANSPORTS.contains(transport)) {
      add("transport", Excerpt.quoted(transport), "auto, tcp or udp", "Choose one of them.");
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
