package io.darkroom.gateway.telemetry.trace.page;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.HexFormat;
import java.util.List;

/**
 * A span of a web page as the exporter takes it. Pages are not trusted: the service name is fixed,
 * text is truncated, and events and links are left out.
 */
record PageSpan(
    String name,
    SpanKind kind,
    SpanContext context,
    SpanContext parent,
    StatusData status,
    Attributes attributes,
    long startNanos,
    long endNanos)
    implements SpanData {

  private static final int MOST_ATTRIBUTES = 32;
  private static final int MOST_CHARACTERS = 1_024;
  private static final Resource PAGE =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "darkroom-dashboard"));
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("io.darkroom.dashboard");

  /** The context of the result is invalid if the ids are. */
  static PageSpan of(Span span) {
    return new PageSpan(
        truncated(span.getName()),
        kind(span),
        context(span.getTraceId(), span.getSpanId()),
        context(span.getTraceId(), span.getParentSpanId()),
        status(span),
        attributes(span.getAttributesList()),
        span.getStartTimeUnixNano(),
        Math.max(span.getStartTimeUnixNano(), span.getEndTimeUnixNano()));
  }

  private static SpanKind kind(Span span) {
    return switch (span.getKind()) {
      case SPAN_KIND_CLIENT -> SpanKind.CLIENT;
      case SPAN_KIND_PRODUCER -> SpanKind.PRODUCER;
      default -> SpanKind.INTERNAL;
    };
  }

  private static SpanContext context(ByteString traceId, ByteString spanId) {
    return SpanContext.create(
        hex(traceId), hex(spanId), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static StatusData status(Span span) {
    return span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR
        ? StatusData.create(
            io.opentelemetry.api.trace.StatusCode.ERROR, truncated(span.getStatus().getMessage()))
        : StatusData.unset();
  }

  private static Attributes attributes(List<KeyValue> received) {
    AttributesBuilder attributes = Attributes.builder();
    received.stream().limit(MOST_ATTRIBUTES).forEach(each -> add(attributes, each));
    return attributes.build();
  }

  private static void add(AttributesBuilder attributes, KeyValue received) {
    String key = truncated(received.getKey());
    AnyValue value = received.getValue();
    switch (value.getValueCase()) {
      case STRING_VALUE -> attributes.put(key, truncated(value.getStringValue()));
      case INT_VALUE -> attributes.put(key, value.getIntValue());
      case DOUBLE_VALUE -> attributes.put(key, value.getDoubleValue());
      case BOOL_VALUE -> attributes.put(key, value.getBoolValue());
      default -> {
        // The page records no other kinds.
      }
    }
  }

  private static String truncated(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return kind;
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public long getStartEpochNanos() {
    return startNanos;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public long getEndEpochNanos() {
    return endNanos;
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public Resource getResource() {
    return PAGE;
  }
}
