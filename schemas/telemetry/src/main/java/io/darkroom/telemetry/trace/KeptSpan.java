package io.darkroom.telemetry.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/** An ended span that was not sampled at its start but is kept. */
record KeptSpan(ReadableSpan span) implements ReadableSpan {

  private static final class Chosen extends DelegatingSpanData {
    private final SpanContext context;

    Chosen(SpanData span, SpanContext context) {
      super(span);
      this.context = context;
    }

    @Override
    public SpanContext getSpanContext() {
      return context;
    }
  }

  @Override
  public SpanContext getSpanContext() {
    SpanContext context = span.getSpanContext();
    return SpanContext.create(
        context.getTraceId(),
        context.getSpanId(),
        TraceFlags.getSampled(),
        context.getTraceState());
  }

  @Override
  public SpanData toSpanData() {
    return new Chosen(span.toSpanData(), getSpanContext());
  }

  @Override
  public SpanContext getParentSpanContext() {
    return span.getParentSpanContext();
  }

  @Override
  public String getName() {
    return span.getName();
  }

  @Override
  @Deprecated
  public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return span.getInstrumentationLibraryInfo();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return span.getInstrumentationScopeInfo();
  }

  @Override
  public boolean hasEnded() {
    return span.hasEnded();
  }

  @Override
  public long getLatencyNanos() {
    return span.getLatencyNanos();
  }

  @Override
  public SpanKind getKind() {
    return span.getKind();
  }

  @Override
  public <T> T getAttribute(AttributeKey<T> key) {
    return span.getAttribute(key);
  }

  @Override
  public Attributes getAttributes() {
    return span.getAttributes();
  }
}
