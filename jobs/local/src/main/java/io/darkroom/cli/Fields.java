package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.error.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON answers of the gateway, including fields that this version does not know. */
final class Fields {

  private Fields() {}

  /** A table with one row per value, such as {@code output.quality 90}. */
  static Table table(JsonNode object) {
    Table table = new Table("FIELD", "VALUE");
    addRows(table, "", object);
    return table;
  }

  private static void addRows(Table table, String path, JsonNode node) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      object
          .properties()
          .forEach(field -> addRows(table, prefix + field.getKey(), field.getValue()));
    } else if (node.isArray() && node.size() > 0 && !node.get(0).isValueNode()) {
      for (int i = 0; i < node.size(); i++) {
        addRows(table, "%s[%d]".formatted(path, i), node.get(i));
      }
    } else {
      table.row(path, text(node));
    }
  }

  private static String text(JsonNode node) {
    if (node.isValueNode()) {
      return node.asText();
    }
    List<String> values = new ArrayList<>();
    node.forEach(value -> values.add(value.asText()));
    return String.join(", ", values);
  }

  /** The sum of counts by reason. */
  static long total(JsonNode counts) {
    long total = 0;
    for (JsonNode count : counts) {
      total += count.asLong();
    }
    return total;
  }

  /** Width and height, such as {@code 1280x720}. */
  static String size(JsonNode picture) {
    return picture.path("widthPx").asInt() + "x" + picture.path("heightPx").asInt();
  }

  /**
   * The element whose field has this value.
   *
   * @param noun what the error message calls an element
   */
  static JsonNode require(JsonNode list, String field, String value, String noun) {
    for (JsonNode element : list) {
      if (element.path(field).asText().equals(value)) {
        return element;
      }
    }
    List<String> known = new ArrayList<>();
    list.forEach(element -> known.add(element.path(field).asText()));
    throw CommandException.notFound(
        "%s: %s (expected: an existing name). %s"
            .formatted(
                noun,
                value,
                Suggestion.nearest(value, known)
                    .map(nearest -> "Did you mean " + nearest + "?")
                    .orElse("See darkroom %s list.".formatted(noun))));
  }
}
