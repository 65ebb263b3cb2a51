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
 * Decides at the start of a trace whether to keep it: if the context asks for it, if the caller's
 * trace is sampled, by the ratio of the stream, and then by the budget. Spans of all other traces
 * are recorded, because a later event may make them worth keeping. Thread-safe.
 */
final class HeadSampler implements Sampler {

  /** Context key that makes the next span be kept. */
  static final ContextKey<Decision> WANTED = ContextKey.named("darkroom-trace-wanted");

  private static final SamplingResult KEEP = SamplingResult.recordAndSample();
  private static final SamplingResult RECORD = SamplingResult.recordOnly();

  private final TraceRatios ratios;
  private final TraceBudget budget;
  private final BiConsumer<String, Decision> chosen;

  /**
   * @param chosen called with the id of each trace that is kept, and the reason
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

  /** Maps a trace id, which is random, to a number from 0 to 1; the same in every process. */
  static double lot(String traceId) {
    return (Long.parseUnsignedLong(traceId, 16, 32, 16) >>> 11) * 0x1p-53;
  }

  @Override
  public String getDescription() {
    return "darkroom";
  }
}
