package io.darkroom.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.frame.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final TraceContext SAMPLED = carrying("01");
  private static final TraceContext UNSAMPLED = carrying("00");

  /** Nothing listens there. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "otel.exporter.otlp.endpoint", "http://127.0.0.1:9",
          "otel.java.exporter.otlp.retry.disabled", "true",
          "otel.bsp.schedule.delay", "50",
          "darkroom.traces.per.second", "0");

  private final Tracing tracing = Tracing.open("test", SETTINGS);

  private static TraceContext carrying(String flags) {
    return new TraceContext(
        "00-" + TRACE + "-b7ad6b7169203331-" + flags, "vendor=1", "tenant=acme");
  }

  @AfterEach
  void close() {
    tracing.close();
  }

  @Test
  void isOffUnlessConfigured() {
    assertThat(Tracing.open("test", Map.of())).isSameAs(Tracing.OFF);
    assertThat(Tracing.open("test", Map.of("otel.traces.exporter", "none"))).isSameAs(Tracing.OFF);
    assertThat(
            Tracing.open(
                "test",
                Map.of(
                    "otel.exporter.otlp.endpoint", "http://127.0.0.1:9",
                    "otel.sdk.disabled", "true")))
        .isSameAs(Tracing.OFF);
    assertThat(Tracing.OFF.carried(SpanContext.getInvalid(), SAMPLED)).isSameAs(SAMPLED);
  }

  @Test
  void reportsAFailedExport() {
    assertThat(tracing.exportProblem()).isEmpty();
    tracing.tracer().spanBuilder("kept").setParent(tracing.context(SAMPLED)).startSpan().end();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(tracing.exportProblem()).startsWith("1 spans not exported"));
  }

  @Test
  void followsTheCaller() {
    assertThat(begun(tracing.context(SAMPLED)).isSampled()).isTrue();
    assertThat(begun(tracing.context(UNSAMPLED)).isSampled()).isFalse();
    assertThat(begun(tracing.context(SAMPLED)).getTraceId()).isEqualTo(TRACE);
    assertThat(tracing.count(Decision.PARENT)).isOne();
  }

  @Test
  void passesASpanOnAsParent() {
    SpanContext span = begun(tracing.context(SAMPLED));
    TraceContext carried = tracing.carried(span, SAMPLED);
    assertThat(carried.traceparent()).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    assertThat(carried.tracestate()).isEqualTo("vendor=1");
    assertThat(carried.baggage()).isEqualTo("tenant=acme");
  }

  @Test
  void startsANewTraceButKeepsTheBaggageForAnInvalidParent() {
    TraceContext invalid = new TraceContext("00-nonsense-01", "vendor=1", "tenant=acme");
    SpanContext span = begun(tracing.context(invalid));
    assertThat(span.isValid()).isTrue();
    TraceContext carried = tracing.carried(span, invalid);
    assertThat(carried.traceparent()).contains(span.getTraceId());
    assertThat(carried.tracestate()).isEmpty();
    assertThat(carried.baggage()).isEqualTo("tenant=acme");
  }

  @Test
  void keepsRequestedTracesDespiteCallerAndBudget() {
    Context wanted = Tracing.wanted(tracing.context(UNSAMPLED), Decision.ASKED);
    assertThat(begun(wanted).isSampled()).isTrue();
    assertThat(begun(Context.root()).isSampled()).isFalse();
    assertThat(tracing.count(Decision.ASKED)).isOne();
  }

  @Test
  void appliesTheRatioOfAStreamInsteadOfTheBudget() {
    tracing.ratios().put("all", 1);
    tracing.ratios().put("none", 0);
    assertThat(begun("all").isSampled()).isTrue();
    assertThat(begun("none").isSampled()).isFalse();
    assertThat(tracing.count(Decision.STREAM)).isOne();

    SpanContext late = begun(Context.root());
    tracing.draw(late, "none");
    assertThat(tracing.keeps(late)).isFalse();
    tracing.draw(late, "all");
    assertThat(tracing.keeps(late)).isTrue();
  }

  @Test
  void passesOnThatATraceIsKeptLate() {
    SpanContext span = begun(tracing.context(UNSAMPLED));
    assertThat(tracing.carried(span, UNSAMPLED).traceparent()).endsWith("-00");
    tracing.keep(TRACE, Decision.ERROR);
    tracing.keep(TRACE, Decision.SLOW);
    assertThat(tracing.carried(span, UNSAMPLED).traceparent()).endsWith("-01");
    assertThat(tracing.count(Decision.ERROR)).isOne();
    assertThat(tracing.count(Decision.SLOW)).isZero();
  }

  @Test
  void usesTheConfiguredSamplerAtTheStart() {
    try (Tracing own =
        Tracing.open(
            "test",
            Map.of(
                "otel.exporter.otlp.endpoint", "http://127.0.0.1:9",
                "otel.traces.sampler", "always_on",
                "darkroom.traces.per.second", "0"))) {
      Span span = own.tracer().spanBuilder("any").setNoParent().startSpan();
      assertThat(span.getSpanContext().isSampled()).isTrue();
    }
  }

  private SpanContext begun(Context parent) {
    return tracing.tracer().spanBuilder("any").setParent(parent).startSpan().getSpanContext();
  }

  private SpanContext begun(String stream) {
    return tracing
        .tracer()
        .spanBuilder("any")
        .setParent(Context.root())
        .setAttribute(TraceAttributes.STREAM, stream)
        .startSpan()
        .getSpanContext();
  }
}
