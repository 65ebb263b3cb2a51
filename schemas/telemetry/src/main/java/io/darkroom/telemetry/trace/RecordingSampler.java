package io.darkroom.telemetry.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/** Wraps the sampler of OTEL_TRACES_SAMPLER, and records the spans that it drops. */
record RecordingSampler(Sampler sampler) implements Sampler {

  @Override
  public SamplingResult shouldSample(
      Context context,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    if (context.get(HeadSampler.WANTED) != null) {
      return SamplingResult.recordAndSample();
    }
    SamplingResult result = sampler.shouldSample(context, traceId, name, kind, attributes, links);
    return result.getDecision() == SamplingDecision.DROP ? SamplingResult.recordOnly() : result;
  }

  @Override
  public String getDescription() {
    return sampler.getDescription();
  }
}
