package io.darkroom.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Pipelines and sources in files: an object as the HTTP API takes it, an array of them, a list as
 * the API answers it, or several of these one after the other.
 */
final class Documents {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final int MAX_BYTES = 16 << 20;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "JSON as the HTTP API takes it, or an array of it; - for stdin.")
  private List<Path> files;

  /** One thing that is to be put. */
  record Document(Kind kind, String id, ObjectNode body) {}

  /**
   * Reads all files before anything is changed.
   *
   * @param kind what they hold; null where each element says it by its id
   * @param id of the only element, where it need not say it itself; may be null
   */
  List<Document> read(Surroundings surroundings, Kind kind, String id) {
    List<Document> documents = new ArrayList<>();
    for (Path file : files) {
      List<JsonNode> elements = new ArrayList<>();
      parse(file, surroundings).forEach(value -> flatten(value, elements));
      for (JsonNode element : elements) {
        documents.add(document(file, element, kind, id));
      }
    }
    if (id != null && documents.size() != 1) {
      throw Refusal.usage(
          "%s: %d elements in the file (expected: one, where a name is given). Leave the name out."
              .formatted(id, documents.size()));
    }
    return documents;
  }

  private static List<JsonNode> parse(Path file, Surroundings surroundings) {
    try (MappingIterator<JsonNode> values =
        JSON.readerFor(JsonNode.class).readValues(bytes(file, surroundings))) {
      return values.readAll();
    } catch (JsonProcessingException e) {
      throw Refusal.failed(
          "%s: line %d, column %d: %s (expected: JSON). Correct it."
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  Text.printable(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file, Surroundings surroundings) throws IOException {
    try (InputStream in = ImageFile.isDash(file) ? surroundings.in() : Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw Refusal.failed(
            "%s: longer than %d bytes (expected: at most that). Split it."
                .formatted(file, MAX_BYTES));
      }
      return bytes;
    }
  }

  private static void flatten(JsonNode value, List<JsonNode> elements) {
    if (value.isArray()) {
      value.forEach(element -> flatten(element, elements));
      return;
    }
    boolean list = false;
    for (Kind kind : Kind.values()) {
      if (value.path(kind.listField()).isArray()) {
        list = true;
        value.path(kind.listField()).forEach(elements::add);
      }
    }
    if (!list) {
      elements.add(value);
    }
  }

  private static Document document(Path file, JsonNode element, Kind kind, String id) {
    if (!(element instanceof ObjectNode object)) {
      throw Refusal.failed(
          "%s: %s (expected: an object, such as {\"pipelineId\": …}). Correct it."
              .formatted(file, shortened(element)));
    }
    Kind found = kind == null ? kindOf(file, object) : kind;
    String named = object.path(found.idField()).asText("");
    if (id != null && !named.isEmpty() && !named.equals(id)) {
      throw Refusal.usage(
          "%s: %s in the file is %s (expected: the same name). Correct one of them."
              .formatted(id, found.idField(), named));
    }
    String name = id == null ? named : id;
    if (name.isEmpty()) {
      throw Refusal.failed(
          "%s: %s has no %s (expected: a name). Add it."
              .formatted(file, shortened(object), found.idField()));
    }
    return new Document(found, name, body(object));
  }

  private static Kind kindOf(Path file, ObjectNode object) {
    boolean pipeline = object.has(Kind.PIPELINE.idField());
    if (pipeline == object.has(Kind.SOURCE.idField())) {
      throw Refusal.failed(
          "%s: %s (expected: either pipelineId or sourceId). Correct it."
              .formatted(file, shortened(object)));
    }
    return pipeline ? Kind.PIPELINE : Kind.SOURCE;
  }

  /** A revision tells that this is an answer of the gateway, with more that it alone can say. */
  private static ObjectNode body(ObjectNode object) {
    return object.has("revision") ? Change.withoutGiven(object) : object;
  }

  private static String shortened(JsonNode node) {
    String text = node.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
