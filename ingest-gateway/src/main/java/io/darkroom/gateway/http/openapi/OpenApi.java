package io.darkroom.gateway.http.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.darkroom.gateway.guard.MethodPermissions;
import io.darkroom.gateway.policy.Permissions;
import io.darkroom.v1.Permission;
import java.util.List;
import java.util.stream.Stream;

/** Writes the HTTP routes of the services as an OpenAPI 3.1 document. */
public final class OpenApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json";
  private static final String ERROR = "Error";
  private static final String BEARER = "bearer";

  private final Comments comments = Comments.read();
  private final Schemas schemas = new Schemas(comments);

  private OpenApi() {}

  public static String document(List<ServiceDescriptor> services) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsString(new OpenApi().write(services))
              .replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the document cannot be written", e);
    }
  }

  private ObjectNode write(List<ServiceDescriptor> services) {
    ObjectNode document = JSON.createObjectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Darkroom")
        .put(
            "description",
            "GPU video filters: publish frames, run chains of filters, watch results.")
        .put("version", "v1");
    document.putArray("servers").addObject().put("url", "/");
    ArrayNode tags = document.putArray("tags");
    ObjectNode paths = document.putObject("paths");
    for (ServiceDescriptor service : services) {
      List<Operation> operations = service.getMethods().stream().flatMap(Operation::of).toList();
      describe(tags.addObject().put("name", service.getName()), service.getFullName());
      operations.forEach(
          operation ->
              paths.withObjectProperty(operation.template()).set(operation.verb(), of(operation)));
    }
    MjpegPathItems.addTo(paths);
    addComponents(document.putObject("components"));
    return document;
  }

  private ObjectNode of(Operation operation) {
    ObjectNode node = JSON.createObjectNode();
    node.putArray("tags").add(operation.method().getService().getName());
    node.put("summary", operation.method().getName());
    describe(node, operation.method().getFullName());
    node.put("operationId", operation.id());
    addSecurity(node.putArray("security"), MethodPermissions.of(operation.method()));
    ArrayNode parameters = node.putArray("parameters");
    operation.pathFields().forEach(field -> addParameter(parameters, field, "path"));
    queryFields(operation).forEach(field -> addParameter(parameters, field, "query"));
    if (operation.hasBody()) {
      addBody(node.putObject("requestBody"), operation);
    }
    ObjectNode responses = node.putObject("responses");
    addAnswer(responses.putObject("200"), operation);
    responses.putObject("default").put("$ref", "#/components/responses/" + ERROR);
    return node;
  }

  /** An empty list means that everyone may call. */
  private static void addSecurity(ArrayNode security, Permission permission) {
    if (permission != Permission.PERMISSION_PUBLIC) {
      ArrayNode roles = security.addObject().putArray(BEARER);
      if (permission != Permission.PERMISSION_IDENTIFIED) {
        roles.add(Permissions.name(permission));
      }
    }
  }

  private static Stream<FieldDescriptor> queryFields(Operation operation) {
    return Stream.concat(
        operation.queryFields().stream(), RawImageBody.queryFields(operation).stream());
  }

  private void addParameter(ArrayNode parameters, FieldDescriptor field, String in) {
    ObjectNode parameter = parameters.addObject().put("name", field.getJsonName()).put("in", in);
    if (in.equals("path")) {
      parameter.put("required", true);
    }
    parameter.set("schema", schemas.of(field));
  }

  private void addBody(ObjectNode body, Operation operation) {
    body.put("required", true);
    ObjectNode content = body.putObject("content");
    addType(content, JSON_TYPE, schemas.of(operation.bodyType()));
    RawImageBody.accepted(operation)
        .forEach(type -> addType(content, type, JSON.createObjectNode()));
  }

  private void addAnswer(ObjectNode answer, Operation operation) {
    answer.put("description", "The answer.");
    ObjectNode content = answer.putObject("content");
    if (operation.method().getOutputType().getFullName().equals("google.api.HttpBody")) {
      RawImageBody.IMAGES.forEach(type -> addType(content, type, JSON.createObjectNode()));
      return;
    }
    addType(content, JSON_TYPE, schemas.of(operation.method().getOutputType()));
    RawImageBody.answered(operation)
        .forEach(type -> addType(content, type, JSON.createObjectNode()));
  }

  private static void addType(ObjectNode content, String type, ObjectNode schema) {
    content.putObject(type).set("schema", schema);
  }

  private void addComponents(ObjectNode components) {
    ObjectNode all = components.putObject("schemas");
    schemas.all().forEach(all::set);
    all.set(ERROR, ErrorSchema.of());
    components
        .putObject("securitySchemes")
        .putObject(BEARER)
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "An API key or access token, if the gateway asks for one.");
    ObjectNode response = components.putObject("responses").putObject(ERROR);
    response.put("description", "The error, with the HTTP status of its code.");
    ObjectNode retryAfter = response.putObject("headers").putObject("Retry-After");
    retryAfter.put("description", "Seconds to wait, if `retryable` is true.");
    retryAfter.putObject("schema").put("type", "integer");
    addType(response.putObject("content"), JSON_TYPE, Schemas.reference(ERROR));
  }

  private void describe(ObjectNode node, String fullName) {
    String comment = comments.of(fullName);
    if (!comment.isEmpty()) {
      node.put("description", comment);
    }
  }
}
