package io.darkroom.gateway.http.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.error.ErrorCode;

/** The JSON schema of errors, which are not a message of the protos. */
final class ErrorSchema {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ErrorSchema() {}

  static ObjectNode of() {
    ObjectNode error = JSON.createObjectNode().put("type", "object");
    ArrayNode required = error.putArray("required");
    ObjectNode properties = error.putObject("properties");
    ArrayNode codes =
        add(
                properties,
                "code",
                "string",
                "One of these codes, or a new one of a later version. Handle an unknown code by the"
                    + " HTTP status and `retryable`.")
            .putArray("examples");
    for (ErrorCode code : ErrorCode.values()) {
      codes.add(code.name());
    }
    properties.putObject("message").put("type", "string");
    ObjectNode details = add(properties, "details", "array", "The invalid fields; can be empty.");
    details.set("items", detail());
    add(
        properties,
        "retryable",
        "boolean",
        "Whether the same call can succeed later, after the seconds in Retry-After.");
    add(
        properties,
        "correlationId",
        "string",
        "The id of the call, as in the header x-correlation-id and the logs.");
    properties.fieldNames().forEachRemaining(required::add);
    return error;
  }

  private static ObjectNode detail() {
    ObjectNode detail = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = detail.putObject("properties");
    properties.putObject("field").put("type", "string");
    add(
        properties,
        "column",
        "integer",
        "Where the problem begins in the text of the field, from 1; 0 if not applicable.");
    properties.putObject("description").put("type", "string");
    return detail;
  }

  private static ObjectNode add(
      ObjectNode properties, String name, String type, String description) {
    return properties.putObject(name).put("type", type).put("description", description);
  }
}
