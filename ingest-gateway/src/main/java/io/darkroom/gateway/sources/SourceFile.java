package io.darkroom.gateway.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.error.Suggestion;
import io.darkroom.gateway.error.Errors;
import io.darkroom.v1.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a file {@code {"sources":[…]}} with sources in the API's JSON form. Not thread-safe. */
public final class SourceFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIST = "sources";

  private static final Set<String> FIELDS =
      Source.getDescriptor().getFields().stream()
          .map(FieldDescriptor::getJsonName)
          .collect(Collectors.toUnmodifiableSet());

  private final Path file;
  private final List<Problem> problems = new ArrayList<>();

  private SourceFile(Path file) {
    this.file = file;
  }

  /**
   * Returns all sources of the file.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} with every problem of the file
   */
  public static List<Source> read(Path file) {
    SourceFile reading = new SourceFile(file);
    List<Source> sources = reading.sources(reading.tree());
    reading.throwProblems();
    return sources;
  }

  private JsonNode tree() {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      add("line %d".formatted(e.getLocation().getLineNr()), e.getOriginalMessage(), "JSON");
    } catch (IOException e) {
      add("file", "not readable", "a file of sources");
    }
    return MissingNode.getInstance();
  }

  private List<Source> sources(JsonNode tree) {
    if (!problems.isEmpty()) {
      return List.of();
    }
    if (!tree.path(LIST).isArray()) {
      add(LIST, "none", "{\"sources\":[…]}");
    }
    tree.fieldNames().forEachRemaining(this::requireList);
    List<Source> sources = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode node : tree.path(LIST)) {
      String place = "%s[%d]".formatted(LIST, sources.size());
      Source source = source(place, node);
      if (!source.getSourceId().isEmpty() && !ids.add(source.getSourceId())) {
        add(place + ".sourceId", source.getSourceId(), "an id that no earlier source has");
      }
      sources.add(source);
    }
    return sources;
  }

  private void requireList(String name) {
    if (!name.equals(LIST)) {
      add(name, "unknown", "only " + LIST);
    }
  }

  private Source source(String place, JsonNode node) {
    int before = problems.size();
    node.fieldNames().forEachRemaining(name -> requireField(place, name));
    Source.Builder source = Source.newBuilder();
    if (problems.size() > before) {
      return source.build();
    }
    try {
      JsonFormat.parser().merge(node.toString(), source);
      SourceFields.require(source.build());
      SourceCredentials.separated(source.build());
    } catch (InvalidProtocolBufferException e) {
      add(
          place,
          Secrets.redact(Errors.withoutValue(e.getMessage())),
          "a source as the API describes it");
    } catch (DarkroomException e) {
      problems.add(Problem.of(place, "%s: %s: %s".formatted(file, place, e.getMessage())));
    }
    return source.build();
  }

  private void requireField(String place, String name) {
    boolean known = FIELDS.contains(name) || Source.getDescriptor().findFieldByName(name) != null;
    if (!known) {
      add(
          place + "." + name,
          "unknown",
          "a field of a source",
          Suggestion.didYouMean(name, FIELDS));
    }
  }

  private void add(String place, String value, String expected) {
    add(place, value, expected, "Correct it.");
  }

  private void add(String place, String value, String expected, String fix) {
    problems.add(
        Problem.of(
            place, "%s: %s: %s (expected: %s). %s".formatted(file, place, value, expected, fix)));
  }

  private void throwProblems() {
    if (!problems.isEmpty()) {
      String message =
          problems.stream().map(Problem::description).collect(Collectors.joining("\n"));
      throw new DarkroomException(ErrorCode.INVALID_ARGUMENT, message, problems);
    }
  }
}
