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
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Reads pipelines, sources and presets from files. A file contains a body of the HTTP API, an array
 * of bodies, a list as the API returns it, or several of these in sequence.
 */
final class Documents {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final int MAX_BYTES = 16 << 20;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "JSON file with bodies of the HTTP API; - for stdin. Repeatable.")
  private List<Path> files;

  /** A resource to create or replace. */
  record Document(ResourceType type, String id, ObjectNode body) {}

  /**
   * Reads and checks all files, so that an error in one changes nothing.
   *
   * @param type the type of all elements; null if each element's id field determines it
   * @param id the name of the only element, if the file does not contain it; may be null
   */
  List<Document> read(CliEnvironment environment, ResourceType type, String id) {
    List<Document> documents = new ArrayList<>();
    for (Path file : files) {
      List<JsonNode> elements = new ArrayList<>();
      parse(file, environment).forEach(value -> flatten(value, elements));
      for (JsonNode element : elements) {
        documents.add(document(file, element, type, id));
      }
    }
    if (id != null && documents.size() != 1) {
      throw CommandException.usage(
          "%s: %d elements in the file (expected: one element for one name). Omit the name."
              .formatted(id, documents.size()));
    }
    return documents;
  }

  private static List<JsonNode> parse(Path file, CliEnvironment environment) {
    try (MappingIterator<JsonNode> values =
        JSON.readerFor(JsonNode.class).readValues(bytes(file, environment))) {
      return values.readAll();
    } catch (JsonProcessingException e) {
      throw CommandException.failed(
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

  private static byte[] bytes(Path file, CliEnvironment environment) throws IOException {
    try (InputStream in = ImageFile.isDash(file) ? environment.in() : Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw CommandException.failed(
            "%s: larger than %d bytes (expected: a smaller file). Split it."
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
    for (ResourceType type : ResourceType.values()) {
      JsonNode listed = value.path(type.list().field());
      if (listed.isArray()) {
        list = true;
        listed.forEach(elements::add);
      }
    }
    if (!list) {
      elements.add(value);
    }
  }

  private static Document document(Path file, JsonNode element, ResourceType type, String id) {
    if (!(element instanceof ObjectNode object)) {
      throw CommandException.failed(
          "%s: %s (expected: an object, such as {\"pipelineId\": …}). Correct it."
              .formatted(file, shortened(element)));
    }
    ResourceType found = type == null ? typeOf(file, object) : type;
    String named = object.path(found.idField()).asText("");
    if (id != null && !named.isEmpty() && !named.equals(id)) {
      throw CommandException.usage(
          "%s: %s in the file is %s (expected: the same name). Correct one of them."
              .formatted(id, found.idField(), named));
    }
    String name = id == null ? named : id;
    if (name.isEmpty()) {
      throw CommandException.failed(
          "%s: %s has no %s (expected: a name). Add it."
              .formatted(file, shortened(object), found.idField()));
    }
    return new Document(found, name, body(object));
  }

  private static ResourceType typeOf(Path file, ObjectNode object) {
    List<ResourceType> types =
        Stream.of(ResourceType.values()).filter(type -> object.has(type.idField())).toList();
    if (types.size() != 1) {
      throw CommandException.failed(
          "%s: %s (expected: one of pipelineId, sourceId and presetId). Correct it."
              .formatted(file, shortened(object)));
    }
    return types.get(0);
  }

  /** An object with a revision is an answer of the gateway, so it has server fields to remove. */
  private static ObjectNode body(ObjectNode object) {
    return object.has("revision") ? ResourceEdit.withoutServerFields(object) : object;
  }

  private static String shortened(JsonNode node) {
    String text = node.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
