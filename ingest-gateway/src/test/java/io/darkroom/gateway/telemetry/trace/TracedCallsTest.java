package io.darkroom.gateway.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.Server;
import io.darkroom.gateway.config.TelemetryConfig;
import io.darkroom.gateway.config.TelemetryConfig.ClientAddress;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.Traceparent;
import io.darkroom.telemetry.trace.Tracing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class TracedCallsTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CAME = "00-" + TRACE + "-b7ad6b7169203331-00";

  /** An address where nothing listens. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "otel.exporter.otlp.endpoint", "http://127.0.0.1:9",
          "darkroom.traces.per.second", "0");

  private final Tracing tracing = Tracing.open("test", SETTINGS);
  private Server server;

  @AfterEach
  void close() {
    server.stop().join();
    tracing.close();
  }

  @Test
  void makesTheSpanOfACallTheParent() {
    serve(tracing, true);
    Traceparent seen = Traceparent.parse(call("/v1/some").contentUtf8()).orElseThrow();
    assertThat(seen.traceId()).isEqualTo(TRACE);
    assertThat(seen.spanId()).isNotEqualTo("b7ad6b7169203331");
    assertThat(seen.sampled()).isFalse();
  }

  @Test
  void keepsATraceOnRequestOfAnAllowedCaller() {
    serve(tracing, true);
    AggregatedHttpResponse answer = call("/v1/some", TracedCalls.ASK, "1");
    assertThat(answer.headers().get(TracedCalls.TRACE_ID)).isEqualTo(TRACE);
    assertThat(answer.contentUtf8()).endsWith("-01");
    assertThat(tracing.count(Decision.ASKED)).isOne();
  }

  @Test
  void servesOtherCallersWithoutKeepingATrace() {
    serve(tracing, false);
    AggregatedHttpResponse answer = call("/v1/some", TracedCalls.ASK, "1");
    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.headers().contains(TracedCalls.TRACE_ID)).isFalse();
    assertThat(answer.contentUtf8()).endsWith("-00");
  }

  @Test
  void createsNoSpansForProbesAndThePage() {
    serve(tracing, true);
    assertThat(call("/livez").contentUtf8()).isEqualTo(CAME);
  }

  @Test
  void passesTheCallersContextOnWhenTracingIsOff() {
    serve(Tracing.OFF, true);
    AggregatedHttpResponse answer = call("/v1/some", TracedCalls.ASK, "1");
    assertThat(answer.contentUtf8()).isEqualTo(CAME);
    assertThat(answer.headers().contains(TracedCalls.TRACE_ID)).isFalse();
  }

  /** Answers with the traceparent that it sees. */
  private void serve(Tracing by, boolean mayAsk) {
    TelemetryConfig config = new TelemetryConfig(1, List.of(), mayAsk, ClientAddress.OFF);
    server =
        Server.builder()
            .http(0)
            .serviceUnder(
                "/", (ctx, req) -> HttpResponse.of(ctx.request().headers().get("traceparent", "")))
            .decorator(calls -> new TracedCalls(calls, by, config))
            .build();
    server.start().join();
  }

  private AggregatedHttpResponse call(String path, String... headers) {
    RequestHeaders request =
        headers.length == 0
            ? RequestHeaders.of(HttpMethod.GET, path, "traceparent", CAME)
            : RequestHeaders.of(HttpMethod.GET, path, "traceparent", CAME, headers[0], headers[1]);
    return WebClient.of("http://127.0.0.1:" + server.activeLocalPort())
        .execute(request)
        .aggregate()
        .join();
  }
}
