package io.darkroom.gateway.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.darkroom.error.DarkroomException;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds the field of a JSON message whose bytes are not in base64, which the parser cannot name.
 */
final class BytesFields {

  private static final ObjectMapper JSON = new ObjectMapper();

  private BytesFields() {}

  /** Returns the error for the first such field; empty if there is none. */
  static Optional<DarkroomException> damaged(String json, Descriptor type) {
    try {
      JsonNode message = JSON.readTree(json);
      return type.getFields().stream()
          .filter(field -> field.getType() == FieldDescriptor.Type.BYTES && !field.isRepeated())
          .filter(field -> !isBase64(value(message, field)))
          .findFirst()
          .map(field -> refusal(field, value(message, field)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String value(JsonNode message, FieldDescriptor field) {
    JsonNode named = message.path(field.getJsonName());
    return (named.isMissingNode() ? message.path(field.getName()) : named).asText();
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static DarkroomException refusal(FieldDescriptor field, String text) {
    String what = text.startsWith("data:") ? "a data URL" : "not base64";
    String remedy =
        text.startsWith("data:")
            ? "Send only the part after the comma."
            : "Encode the bytes, without line breaks or other characters.";
    return DarkroomException.invalid(
        field.getJsonName(),
        "%s: %s (expected: bytes in base64). %s".formatted(field.getJsonName(), what, remedy));
  }
}
