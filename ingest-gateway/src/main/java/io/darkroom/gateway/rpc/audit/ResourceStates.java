package io.darkroom.gateway.rpc.audit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.darkroom.gateway.rpc.ProtoJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private static final String ID = "_id";

  /** Types whose id is a field of this name, the most specific first. */
  private static final Map<String, String> OTHER_IDS =
      Map.of("logger", "log_level", "stream_id", "trace_ratio");

  private static final List<String> TYPES =
      List.of("pipeline", "source", "preset", "key", "video", "upload");

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
    return Stream.concat(
            TYPES.stream().map(type -> named(message, type, type + ID)),
            OTHER_IDS.entrySet().stream()
                .map(other -> named(message, other.getValue(), other.getKey())))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Named named(Message message, String type, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    boolean text =
        field != null
            && field.getJavaType() == FieldDescriptor.JavaType.STRING
            && !field.isRepeated();
    String id = text ? (String) message.getField(field) : "";
    return id.isEmpty() ? null : new Named(type, id);
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
