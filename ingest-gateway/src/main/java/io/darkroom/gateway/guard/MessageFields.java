package io.darkroom.gateway.guard;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.Optional;

/** Reads fields by their names, which mean the same in the messages of every service. */
public final class MessageFields {

  private MessageFields() {}

  /** A single text; empty if there is no such field, or it is empty. */
  public static Optional<String> text(Message message, String name) {
    return field(message, name, JavaType.STRING)
        .map(field -> (String) message.getField(field))
        .filter(text -> !text.isEmpty());
  }

  /** A single message; empty if there is no such field, or it is not set. */
  static Optional<Message> message(Message message, String name) {
    return field(message, name, JavaType.MESSAGE)
        .filter(message::hasField)
        .map(field -> (Message) message.getField(field));
  }

  private static Optional<FieldDescriptor> field(Message message, String name, JavaType type) {
    return Optional.ofNullable(message.getDescriptorForType().findFieldByName(name))
        .filter(field -> !field.isRepeated() && field.getJavaType() == type);
  }
}
