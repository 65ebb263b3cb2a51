package io.darkroom.gateway.telemetry.trace.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.encoding.StreamDecoderFactory;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.DecodingService;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.telemetry.trace.Tracing;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans of pages, from their HTTP call to a receiver of OTLP. */
class PageSpansTest {

  private static final ByteString TRACE = ByteString.fromHex("0af7651916cd43dd8448eb211c80319c");
  private static final MediaType OTLP = MediaType.parse("application/x-protobuf");
  private static final ByteString ID = ByteString.fromHex("b7ad6b7169203331");

  private final List<ResourceSpans> exported = new CopyOnWriteArrayList<>();
  private final GatewayMetrics metrics = new GatewayMetrics(1);
  private Server receiver;
  private Tracing tracing;
  private Server gateway;

  @BeforeEach
  void start() {
    receiver = started(Server.builder().service("/v1/traces", (ctx, request) -> receive(request)));
    tracing =
        Tracing.open(
            "test",
            Map.of(
                "otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + receiver.activeLocalPort(),
                "otel.exporter.otlp.protocol",
                "http/protobuf",
                "darkroom.trace.page.ratio",
                "0.5"));
    ServerBuilder server = Server.builder().errorHandler(new HttpErrors());
    new PageSpans(tracing, metrics).serve(server);
    gateway = started(server);
  }

  private static Server started(ServerBuilder builder) {
    Server server =
        builder
            .http(0)
            .decorator(DecodingService.newDecorator(StreamDecoderFactory.gzip()))
            .build();
    server.start().join();
    return server;
  }

  private HttpResponse receive(HttpRequest request) {
    return HttpResponse.of(
        request
            .aggregate()
            .thenApply(
                whole -> {
                  exported.addAll(parsed(whole.content().array()).getResourceSpansList());
                  return HttpResponse.of(HttpStatus.OK, MediaType.PROTOBUF, HttpData.empty());
                }));
  }

  private static ExportTraceServiceRequest parsed(byte[] bytes) {
    try {
      return ExportTraceServiceRequest.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @AfterEach
  void stop() {
    gateway.stop().join();
    tracing.close();
    receiver.stop().join();
  }

  @Test
  void exportsASpanWithItsIdsUnderTheNameOfThePage() {
    Span span =
        valid()
            .setParentSpanId(ByteString.fromHex("00f067aa0ba902b7"))
            .setKind(SpanKind.SPAN_KIND_CLIENT)
            .setStatus(Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR))
            .addAttributes(attribute("url.path", "/v1/pipelines"))
            .build();

    assertThat(send(span).status()).isEqualTo(HttpStatus.OK);

    assertThat(onlyExported().toBuilder().clearFlags().build()).isEqualTo(span);
    assertThat(exported.get(0).getResource().getAttributesList())
        .containsExactly(attribute("service.name", "darkroom-dashboard"));
  }

  @Test
  void truncatesWhatAPageSends() {
    Span.Builder span = valid().setName("n".repeat(5_000));
    IntStream.range(0, 40).forEach(i -> span.addAttributes(attribute("k" + i, "v".repeat(5_000))));

    send(span.build());

    assertThat(onlyExported().getName()).hasSize(1_024);
    assertThat(onlyExported().getAttributesList())
        .hasSize(32)
        .allSatisfy(each -> assertThat(each.getValue().getStringValue()).hasSize(1_024));
  }

  @Test
  void countsSpansThatItRefuses() throws Exception {
    Span[] spans = new Span[601];
    for (int i = 0; i < 600; i++) {
      spans[i] = valid().build();
    }
    spans[600] = valid().setTraceId(ByteString.copyFromUtf8("short")).build();

    AggregatedHttpResponse answer = send(spans);

    assertThat(
            ExportTraceServiceResponse.parseFrom(answer.content().array())
                .getPartialSuccess()
                .getRejectedSpans())
        .isEqualTo(89);
    assertThat(metrics.registry().scrape())
        .contains("darkroom_gateway_page_spans_total 512.0")
        .contains("darkroom_gateway_page_spans_refused_total 89.0");
  }

  @Test
  void refusesWhatIsNotOtlp() {
    AggregatedHttpResponse json = post(MediaType.JSON, HttpData.ofUtf8("{}"));
    assertThat(json.status().code()).isEqualTo(415);
    assertThat(json.contentUtf8()).contains("UNSUPPORTED_MEDIA_TYPE");

    AggregatedHttpResponse garbage = post(OTLP, HttpData.ofUtf8("garbage"));
    assertThat(garbage.status().code()).isEqualTo(400);
    assertThat(garbage.contentUtf8()).contains("INVALID_ARGUMENT");
  }

  @Test
  void limitsBytesPerSecond() {
    HttpData large = HttpData.wrap(request(valid().setName("n".repeat(200_000)).build()));
    assertThat(IntStream.range(0, 20).map(i -> post(OTLP, large).status().code()))
        .contains(200, 429);
    assertThat(post(OTLP, HttpData.wrap(new byte[300_000])).status().code()).isEqualTo(413);
  }

  @Test
  void tellsPagesTheConfiguredRatio() {
    assertThat(tracing.pageRatio()).isEqualTo(0.5);
    assertThat(Tracing.OFF.pageRatio()).isZero();
  }

  private static Span.Builder valid() {
    return Span.newBuilder()
        .setTraceId(TRACE)
        .setSpanId(ID)
        .setName("PUT /v1/pipelines")
        .setStartTimeUnixNano(1_000)
        .setEndTimeUnixNano(2_000);
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private Span onlyExported() {
    await().until(() -> !exported.isEmpty());
    return exported.get(0).getScopeSpans(0).getSpans(0);
  }

  private AggregatedHttpResponse send(Span... spans) {
    return post(OTLP, HttpData.wrap(request(spans)));
  }

  private static byte[] request(Span... spans) {
    Resource claimed =
        Resource.newBuilder().addAttributes(attribute("service.name", "darkroom-job")).build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(claimed)
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build()
        .toByteArray();
  }

  private AggregatedHttpResponse post(MediaType type, HttpData body) {
    return WebClient.of("http://127.0.0.1:" + gateway.activeLocalPort())
        .prepare()
        .method(HttpMethod.POST)
        .path(PageSpans.PATH)
        .content(type, body)
        .execute()
        .aggregate()
        .join();
  }
}
