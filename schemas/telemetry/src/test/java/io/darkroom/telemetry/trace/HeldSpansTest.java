package io.darkroom.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldSpansTest {

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final KeptTraces kept = new KeptTraces();
  private long now;
  private final HeldSpans held =
      new HeldSpans(SimpleSpanProcessor.create(exported), kept, () -> now);
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder()
          .addSpanProcessor(held)
          .setSampler(new RecordingSampler(Sampler.alwaysOff()))
          .build();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void exportsNothingOfATraceThatIsNotKept() {
    span("one").end();
    assertThat(exported.getFinishedSpanItems()).isEmpty();
    assertThat(held.size()).isOne();
  }

  @Test
  void exportsHeldAndLaterSpansOfAKeptTrace() {
    Span early = span("early");
    early.end();
    Span other = span("other");
    other.end();
    keep(early);
    assertThat(exported.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("early");
    assertThat(exported.getFinishedSpanItems().get(0).getSpanContext().isSampled()).isTrue();

    Span late =
        provider.get("test").spanBuilder("late").setParent(Context.root().with(early)).startSpan();
    late.end();
    assertThat(exported.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("early", "late");
    assertThat(held.size()).isOne();
  }

  @Test
  void dropsTheOldestTracesBeyondTheLimit() {
    Span first = span("first");
    first.end();
    for (int i = 0; i < HeldSpans.MOST_SPANS; i++) {
      span("more").end();
    }
    assertThat(held.size()).isEqualTo(HeldSpans.MOST_SPANS);
    keep(first);
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void dropsTracesThatAreTooOld() {
    Span first = span("first");
    first.end();
    now += HeldSpans.LONGEST_NANOS;
    span("second").end();
    assertThat(held.size()).isOne();
    keep(first);
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  private Span span(String name) {
    return provider.get("test").spanBuilder(name).setNoParent().startSpan();
  }

  private void keep(Span span) {
    kept.add(span.getSpanContext().getTraceId());
    held.release(span.getSpanContext().getTraceId());
  }
}
