package io.darkroom.telemetry.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Chooses traces at their beginning: those that a context says are to be kept, those whose caller
 * keeps them, then by the ratio of the stream, then from the budget. Spans of all others are
 * recorded, since it may turn out later that their trace is worth keeping. Thread-safe.
 */
final class HeadSampler implements Sampler {

  /** Set in a context whose next span is to be kept. */
  static final ContextKey<Decision> WANTED = ContextKey.named("darkroom-trace-wanted");

  private static final SamplingResult KEEP = SamplingResult.recordAndSample();
  private static final SamplingResult RECORD = SamplingResult.recordOnly();

  private final TraceRatios ratios;
  private final TraceBudget budget;
  private final BiConsumer<String, Decision> chosen;

  /**
   * @param chosen told of each trace that is
   */
  HeadSampler(TraceRatios ratios, TraceBudget budget, BiConsumer<String, Decision> chosen) {
    this.ratios = ratios;
    this.budget = budget;
    this.chosen = chosen;
  }

  @Override
  public SamplingResult shouldSample(
      Context context,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SpanContext parent = Span.fromContext(context).getSpanContext();
    if (parent.isValid() && !parent.isRemote()) {
      return parent.isSampled() ? KEEP : RECORD;
    }
    Decision wanted = context.get(WANTED);
    if (wanted != null) {
      return keep(traceId, wanted);
    }
    if (parent.isValid()) {
      return parent.isSampled() ? keep(traceId, Decision.PARENT) : RECORD;
    }
    String stream = attributes.get(TraceAttributes.STREAM);
    OptionalDouble ratio = stream == null ? OptionalDouble.empty() : ratios.of(stream);
    if (ratio.isPresent()) {
      return lot(traceId) < ratio.getAsDouble() ? keep(traceId, Decision.STREAM) : RECORD;
    }
    return budget.draw(lot(traceId)) ? keep(traceId, Decision.BUDGET) : RECORD;
  }

  private SamplingResult keep(String traceId, Decision why) {
    chosen.accept(traceId, why);
    return KEEP;
  }

  /** From 0 to 1, the same for a trace wherever it is asked: its id is random. */
  static double lot(String traceId) {
    return (Long.parseUnsignedLong(traceId, 16, 32, 16) >>> 11) * 0x1p-53;
  }

  @Override
  public String getDescription() {
    return "darkroom";
  }
}
