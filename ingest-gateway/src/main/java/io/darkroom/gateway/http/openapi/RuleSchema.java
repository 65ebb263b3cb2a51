package io.darkroom.gateway.http.openapi;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates the rules of a field to JSON Schema, as far as it has keywords for them. */
final class RuleSchema {

  private static final Map<String, String> NUMBERS =
      Map.of(
          "gte", "minimum",
          "gt", "exclusiveMinimum",
          "lte", "maximum",
          "lt", "exclusiveMaximum");
  private static final Map<String, String> LENGTHS =
      Map.of("min_len", "minLength", "max_len", "maxLength");

  private RuleSchema() {}

  static boolean isRequired(FieldDescriptor field) {
    return rules(field).getRequired();
  }

  static void addTo(ObjectNode schema, FieldDescriptor field) {
    typed(rules(field)).ifPresent(typed -> addTyped(schema, typed));
  }

  private static FieldRules rules(FieldDescriptor field) {
    return field.getOptions().getExtension(ValidateProto.field);
  }

  /** The rules of the field's own type, such as {@code StringRules}. */
  private static Optional<Message> typed(FieldRules rules) {
    return Optional.ofNullable(
            rules.getOneofFieldDescriptor(FieldRules.getDescriptor().getOneofs().get(0)))
        .map(set -> (Message) rules.getField(set));
  }

  private static void addTyped(ObjectNode schema, Message rules) {
    for (Map.Entry<FieldDescriptor, Object> rule : rules.getAllFields().entrySet()) {
      String name = rule.getKey().getName();
      Object value = rule.getValue();
      if (name.equals("in")) {
        ArrayNode values = schema.putArray("enum");
        ((List<?>) value).forEach(each -> values.add(String.valueOf(each)));
      } else if (name.equals("pattern")) {
        schema.put("pattern", (String) value);
      } else if (NUMBERS.containsKey(name) && value instanceof Number number) {
        put(schema, NUMBERS.get(name), number);
      } else if (LENGTHS.containsKey(name) && isText(rules)) {
        put(schema, LENGTHS.get(name), (Number) value);
      }
    }
  }

  /** Lengths of bytes are left out, because base64 is longer than the bytes. */
  private static boolean isText(Message rules) {
    return rules.getDescriptorForType().getName().equals("StringRules");
  }

  private static void put(ObjectNode schema, String keyword, Number value) {
    if (value.doubleValue() == value.longValue()) {
      schema.put(keyword, value.longValue());
    } else {
      schema.put(keyword, value.doubleValue());
    }
  }
}
