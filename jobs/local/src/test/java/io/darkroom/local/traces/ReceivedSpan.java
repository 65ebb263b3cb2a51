package io.darkroom.local.traces;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.HexFormat;

/** A span received over OTLP. */
record ReceivedSpan(String service, Span span) {

  String name() {
    return span.getName();
  }

  String traceId() {
    return hex(span.getTraceId());
  }

  String spanId() {
    return hex(span.getSpanId());
  }

  String parentId() {
    return hex(span.getParentSpanId());
  }

  boolean failed() {
    return span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR;
  }

  /** The attribute's value as text; empty if absent. */
  String value(String attribute) {
    return span.getAttributesList().stream()
        .filter(each -> each.getKey().equals(attribute))
        .map(KeyValue::getValue)
        .map(ReceivedSpan::text)
        .findFirst()
        .orElse("");
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(ReceivedSpan::text)
              .toList()
              .toString();
      default -> value.toString();
    };
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
