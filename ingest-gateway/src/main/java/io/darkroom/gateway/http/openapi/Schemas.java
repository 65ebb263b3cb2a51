package io.darkroom.gateway.http.openapi;

import build.buf.validate.ValidateProto;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.Map;
import java.util.TreeMap;

/** Collects the JSON schemas of messages, each once, by name. Not thread-safe. */
final class Schemas {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "#/components/schemas/";

  private final Comments comments;
  private final Map<String, ObjectNode> schemas = new TreeMap<>();

  Schemas(Comments comments) {
    this.comments = comments;
  }

  /** All schemas that were requested, by name. */
  Map<String, ObjectNode> all() {
    return schemas;
  }

  static ObjectNode reference(String name) {
    return JSON.createObjectNode().put("$ref", PREFIX + name);
  }

  ObjectNode of(Descriptor message) {
    return switch (message.getFullName()) {
      case "google.protobuf.Timestamp" -> text("string").put("format", "date-time");
      case "google.protobuf.Duration" ->
          text("string").put("pattern", "^-?[0-9]+(\\.[0-9]+)?s$").put("example", "1.5s");
      default -> {
        if (!schemas.containsKey(message.getName())) {
          schemas.put(message.getName(), JSON.createObjectNode());
          fill(schemas.get(message.getName()), message);
        }
        yield reference(message.getName());
      }
    };
  }

  private void fill(ObjectNode schema, Descriptor message) {
    schema.put("type", "object");
    describe(schema, message.getFullName());
    ObjectNode properties = schema.putObject("properties");
    for (FieldDescriptor field : message.getFields()) {
      properties.set(field.getJsonName(), of(field));
      if (RuleSchema.isRequired(field)) {
        schema.withArrayProperty("required").add(field.getJsonName());
      }
    }
    message.getRealOneofs().forEach(oneof -> addOneof(schema, oneof));
  }

  private static void addOneof(ObjectNode schema, OneofDescriptor oneof) {
    if (oneof.getOptions().getExtension(ValidateProto.oneof).getRequired()) {
      ArrayNode choices = schema.putArray("oneOf");
      oneof
          .getFields()
          .forEach(field -> choices.addObject().putArray("required").add(field.getJsonName()));
    }
  }

  /** The schema of a field, with its comment and its rules. */
  ObjectNode of(FieldDescriptor field) {
    ObjectNode schema = JSON.createObjectNode();
    if (field.isMapField()) {
      schema.put("type", "object");
      schema.set("additionalProperties", single(field.getMessageType().findFieldByName("value")));
    } else if (field.isRepeated()) {
      schema.put("type", "array");
      schema.set("items", single(field));
    } else {
      schema = single(field);
      RuleSchema.addTo(schema, field);
    }
    describe(schema, field.getFullName());
    return schema;
  }

  private ObjectNode single(FieldDescriptor field) {
    return switch (field.getType()) {
      case BOOL -> text("boolean");
      case STRING -> text("string");
      case BYTES -> text("string").put("contentEncoding", "base64");
      case FLOAT, DOUBLE -> text("number");
      case INT32, SINT32, SFIXED32 -> text("integer").put("format", "int32");
      case UINT32, FIXED32 -> text("integer").put("format", "int64").put("minimum", 0);
      case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> wide();
      case ENUM -> enumeration(field);
      case MESSAGE, GROUP -> of(field.getMessageType());
    };
  }

  /** An integer that a double cannot hold exactly is written as text. */
  private static ObjectNode wide() {
    ObjectNode schema = JSON.createObjectNode();
    schema.putArray("type").add("integer").add("string");
    return schema.put("format", "int64");
  }

  private static ObjectNode enumeration(FieldDescriptor field) {
    ObjectNode schema = text("string");
    ArrayNode values = schema.putArray("enum");
    field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).forEach(values::add);
    return schema;
  }

  private static ObjectNode text(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  private void describe(ObjectNode schema, String fullName) {
    String comment = comments.of(fullName);
    if (!comment.isEmpty()) {
      schema.put("description", comment);
    }
  }
}
