package io.darkroom.gateway.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.darkroom.gateway.error.Errors;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Converts messages to JSON and back. Follows protobuf's own mapping, with two differences: 64-bit
 * integers are numbers, and fields whose value is zero are present. The rules of the API keep
 * integers small enough for a double to hold them exactly. Thread-safe.
 */
public final class ProtoJson implements GrpcJsonMarshaller {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser();

  public static JsonNode toJson(MessageOrBuilder message) {
    try {
      JsonNode node = JSON.readTree(PRINTER.print(message));
      number(node, message.getDescriptorForType());
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out)
      throws IOException {
    JSON.writeValue(out, toJson((Message) message));
  }

  @Override
  @SuppressWarnings("unchecked") // The marshaller's prototype is a T.
  public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) throws IOException {
    Message prototype = (Message) ((PrototypeMarshaller<T>) marshaller).getMessagePrototype();
    Message.Builder builder = prototype.newBuilderForType();
    // Read the whole stream first: if it ends at its size limit, the parser reports bad JSON.
    String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    try {
      PARSER.merge(json, builder);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw BytesFields.damaged(json, prototype.getDescriptorForType())
          .orElseGet(() -> Errors.malformed(e.getMessage()));
    }
    return (T) builder.build();
  }

  /** Leaves values that are not objects alone: well-known types such as Timestamp are strings. */
  private static void number(JsonNode node, Descriptor type) {
    if (!(node instanceof ObjectNode object)) {
      return;
    }
    for (FieldDescriptor field : type.getFields()) {
      JsonNode value = object.get(field.getJsonName());
      if (value == null) {
        continue;
      }
      if (field.isMapField()) {
        numberEntries(value, field.getMessageType().findFieldByName("value"));
      } else {
        object.set(field.getJsonName(), numbered(value, field));
      }
    }
  }

  private static void numberEntries(JsonNode map, FieldDescriptor valueField) {
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      entry.setValue(numbered(entry.getValue(), valueField));
    }
  }

  private static JsonNode numbered(JsonNode value, FieldDescriptor field) {
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, numbered(array.get(i), field));
      }
      return array;
    }
    if (field.getJavaType() == JavaType.MESSAGE) {
      number(value, field.getMessageType());
      return value;
    }
    return field.getJavaType() == JavaType.LONG ? asNumber(value) : value;
  }

  private static JsonNode asNumber(JsonNode text) {
    return BigIntegerNode.valueOf(new BigInteger(text.asText()));
  }
}
