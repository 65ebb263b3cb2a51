package io.darkroom.gateway.rpc.audit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.darkroom.gateway.guard.MessageFields;
import io.darkroom.gateway.rpc.ProtoJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the resource that a request names, and its present state as callers see it, without
 * secrets. Thread-safe.
 *
 * @param known reads the state of a resource by its type and id
 */
public record ResourceStates(Map<String, Function<String, Optional<? extends Message>>> known) {

  /** The fields with ids, and the types that they name. The id of a stream comes last. */
  private static final List<Map.Entry<String, String>> IDS =
      List.of(
          Map.entry("pipeline_id", "pipeline"),
          Map.entry("source_id", "source"),
          Map.entry("preset_id", "preset"),
          Map.entry("key_id", "key"),
          Map.entry("video_id", "video"),
          Map.entry("upload_id", "upload"),
          Map.entry("logger", "log_level"),
          Map.entry("stream_id", "trace_ratio"));

  /** A resource by its type and id. */
  record Named(String type, String id) {}

  /** The resource that a message names itself, or in a field of the resource's type. */
  Optional<Named> namedIn(Message message) {
    return Stream.concat(Stream.of(message), parts(message))
        .map(ResourceStates::named)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Stream<Message> parts(Message message) {
    return message.getAllFields().entrySet().stream()
        .filter(field -> field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE)
        .filter(field -> !field.getKey().isRepeated())
        .map(field -> (Message) field.getValue());
  }

  private static Optional<Named> named(Message message) {
    return IDS.stream()
        .flatMap(id -> named(message, id.getKey(), id.getValue()).stream())
        .findFirst();
  }

  private static Optional<Named> named(Message message, String field, String type) {
    return MessageFields.text(message, field).map(id -> new Named(type, id));
  }

  static boolean onlyValidates(Message request) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("validate_only");
    return field != null && (boolean) request.getField(field);
  }

  /** The state of a resource as JSON; empty if it does not exist, or its state is not kept. */
  String json(Named resource) {
    return Optional.ofNullable(known.get(resource.type()))
        .flatMap(state -> state.apply(resource.id()))
        .map(found -> ProtoJson.toJson(found).toString())
        .orElse("");
  }
}
