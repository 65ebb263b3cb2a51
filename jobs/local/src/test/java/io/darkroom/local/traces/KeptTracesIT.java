package io.darkroom.local.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.StreamPublisher;
import io.darkroom.telemetry.trace.Tracing;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Which traces reach an OTLP receiver. */
class KeptTracesIT extends TracedStack {

  @Test
  void returnsTheIdOfARequestedTrace() throws Exception {
    HttpResponse<String> answer = post("asking-cam", JPEG, Map.of("x-darkroom-trace", "1"));

    String trace = answer.headers().firstValue("x-darkroom-trace-id").orElseThrow();
    assertThat(trace).matches("[0-9a-f]{32}");
    awaitPath(trace, "send darkroom.frames");
  }

  @Test
  void startsANewTraceForAnInvalidTraceparent() throws Exception {
    HttpResponse<String> answer =
        post("asking-cam", JPEG, Map.of("x-darkroom-trace", "1", "traceparent", "00-nonsense-01"));

    String trace = answer.headers().firstValue("x-darkroom-trace-id").orElseThrow();
    awaitServerSpan(trace);
    assertThat(serverSpan(trace).parentId()).isEmpty();
  }

  @Test
  void tracesAFailedCallEvenIfItsCallerDoesNotSample() throws Exception {
    String trace = newTraceId();
    HttpResponse<String> answer =
        post(
            "refused-cam",
            new byte[] {1, 2, 3},
            Map.of("traceparent", "00-" + trace + "-" + PARENT + "-00"));
    assertThat(answer.statusCode()).isEqualTo(400);

    awaitServerSpan(trace);
    assertThat(serverSpan(trace).value("error.type")).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void keepsTheBudgetUnderLoad() {
    double before = metric("darkroom_gateway_traces_total{decision=\"budget\"}");
    long start = System.nanoTime();
    try (StreamPublisher publisher = stack.gateway().publish("load-cam")) {
      for (int i = 0; i < 1_500; i++) {
        publisher.send(JPEG).join();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double drawn = metric("darkroom_gateway_traces_total{decision=\"budget\"}") - before;

    assertThat(drawn).isBetween(1.0, BUDGET * (seconds + 1) + 2 * BUDGET);
    assertThat(metric("darkroom_gateway_trace_ratio")).isLessThan(0.5);
    assertThat(metric("darkroom_gateway_trace_budget")).isEqualTo(BUDGET);
  }

  @Test
  void reportsTheReceiverAsADependency() {
    assertThat(stack.gateway().get("healthz").at("/dependencies/otlp/state").asText())
        .isEqualTo("up");
  }

  @Test
  void sendsTracesOverHttp() {
    try (OtlpReceiver overHttp = new OtlpReceiver()) {
      Tracing tracing =
          Tracing.open(
              "by-http",
              Map.of(
                  "otel.exporter.otlp.endpoint",
                  overHttp.endpoint(),
                  "otel.exporter.otlp.protocol",
                  "http/protobuf"));
      tracing.tracer().spanBuilder("one").startSpan().end();
      tracing.close();
      assertThat(overHttp.spans()).extracting(ReceivedSpan::name).containsExactly("one");
      assertThat(overHttp.spans().get(0).service()).isEqualTo("by-http");
    }
  }

  @Test
  void appliesAStreamsRatioToFramesFromKafka() {
    pipeline("foreign-p", "foreign-cam", "invert");
    stack
        .gateway()
        .put(
            "v1/tracing/streams/foreign-cam",
            JsonNodeFactory.instance.objectNode().put("ratio", 1));
    Map<String, Object> properties =
        Map.of("bootstrap.servers", stack.local().bootstrapServers(), "acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                producer
                    .send(new ProducerRecord<>("darkroom.frames", "foreign-cam".getBytes(), JPEG))
                    .get();
                return receiver.spans().stream()
                    .filter(span -> span.service().equals("darkroom-job"))
                    .anyMatch(span -> span.value("darkroom.stream").equals("foreign-cam"));
              });
    }
    stack.gateway().delete("v1/tracing/streams/foreign-cam");
  }
}
