package io.darkroom.gateway.rpc.validation;

import build.buf.protovalidate.Violation;
import build.buf.validate.FieldPathElement;
import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.darkroom.error.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule that a message breaks, converted to a {@link Problem}.
 *
 * @param path the path of the field, in JSON names
 */
record BrokenRule(String path, String value, Expectation expectation) {

  private static final int MAX_CHARS = 140;

  static BrokenRule of(Message message, Violation violation) {
    List<FieldPathElement> elements = violation.toProto().getField().getElementsList();
    Descriptor type = message.getDescriptorForType();
    StringBuilder path = new StringBuilder();
    Expectation expectation = new Expectation(violation.toProto().getMessage(), "Correct it.");
    for (FieldPathElement element : elements) {
      path.append(path.isEmpty() ? "" : ".");
      FieldDescriptor field = type.findFieldByNumber(element.getFieldNumber());
      if (field == null) {
        path.append(element.getFieldName());
        expectation = oneOf(type, element.getFieldName(), expectation);
        break;
      }
      path.append(field.getJsonName()).append(subscript(element));
      if (field.getJavaType() == JavaType.MESSAGE) {
        type = field.getMessageType();
      }
      expectation = expected(field, expectation);
    }
    String value = length(message, elements).orElseGet(() -> shown(violation.getFieldValue()));
    return new BrokenRule(path.toString(), value, expectation);
  }

  Problem toProblem() {
    return Problem.of(
        path,
        "%s: %s (expected: %s). %s".formatted(path, value, expectation.text(), expectation.fix()));
  }

  private static Expectation oneOf(Descriptor type, String name, Expectation otherwise) {
    return type.getOneofs().stream()
        .filter(oneof -> oneof.getName().equals(name))
        .findFirst()
        .map(OneofDescriptor::getFields)
        .map(Expectation::oneOf)
        .orElse(otherwise);
  }

  private static Expectation expected(FieldDescriptor field, Expectation otherwise) {
    FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
    return Expectation.of(rules).orElse(otherwise);
  }

  private static String subscript(FieldPathElement element) {
    return switch (element.getSubscriptCase()) {
      case INDEX -> "[%d]".formatted(element.getIndex());
      case STRING_KEY -> "[\"%s\"]".formatted(element.getStringKey());
      case INT_KEY -> "[%d]".formatted(element.getIntKey());
      case UINT_KEY -> "[%d]".formatted(element.getUintKey());
      case BOOL_KEY -> "[%b]".formatted(element.getBoolKey());
      case SUBSCRIPT_NOT_SET -> "";
    };
  }

  /** The length of a field of bytes; empty for other fields. */
  private static Optional<String> length(Message message, List<FieldPathElement> path) {
    Message holder = message;
    for (FieldPathElement element : path) {
      FieldDescriptor field =
          holder.getDescriptorForType().findFieldByNumber(element.getFieldNumber());
      if (field == null || field.isRepeated()) {
        return Optional.empty();
      }
      Object value = holder.getField(field);
      if (value instanceof ByteString bytes) {
        return Optional.of(bytes.size() + " bytes");
      }
      if (!(value instanceof Message inner)) {
        return Optional.empty();
      }
      holder = inner;
    }
    return Optional.empty();
  }

  private static String shown(Violation.FieldValue field) {
    if (field == null) {
      return "none";
    }
    Object value = field.getValue();
    if (value instanceof String text) {
      return "\"%s\""
          .formatted(text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…");
    }
    if (value instanceof Duration duration) {
      return Durations.toString(Durations.fromNanos(duration.toNanos()));
    }
    return value instanceof Message ? "none" : String.valueOf(value);
  }
}
