package io.darkroom.local.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ProcessImageRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The trace of a frame, as an OTLP receiver gets it. */
class TraceIT extends TracedStack {

  @Test
  void followsAFrameFromAnHttpClientToAWatcher() throws Exception {
    pipeline("http-p", "http-cam", "grayscale | gaussian_blur(sigma=2)");
    String trace = newTraceId();
    postAndWatch("http", trace);

    assertThat(receiver.spans(trace))
        .extracting(ReceivedSpan::name)
        .contains(
            "send darkroom.frames",
            "process darkroom.frames",
            "decode",
            "pipeline http-p",
            "filter grayscale",
            "filter gaussian_blur",
            "encode",
            "send darkroom.processed",
            "receive darkroom.processed",
            "websocket send");
    ReceivedSpan call = serverSpan(trace);
    assertThat(call.parentId()).isEqualTo(PARENT);
    assertThat(pathUp(trace, "websocket send"))
        .containsExactly(
            "websocket send",
            "receive darkroom.processed",
            "send darkroom.processed",
            "process darkroom.frames",
            "send darkroom.frames",
            call.name());
    assertThat(only(trace, "process darkroom.frames").service()).isEqualTo("darkroom-job");
    assertThat(call.service()).isEqualTo("darkroom-gateway");
  }

  @Test
  void followsAFrameFromAWebSocketToAWatcher() throws Exception {
    pipeline("ws-p", "ws-cam", "invert");
    String trace = newTraceId();
    try (PipelineSubscriber watcher = stack.gateway().subscribe("ws-p", frame -> {});
        StreamPublisher publisher = stack.gateway().publish("ws-cam")) {
      publisher.send(frame("ws-cam", trace, "01")).join();
      awaitPath(trace, "websocket send");
    }

    assertThat(only(trace, "websocket receive").parentId()).isEqualTo(PARENT);
    assertThat(pathUp(trace, "websocket send"))
        .containsExactly(
            "websocket send",
            "receive darkroom.processed",
            "send darkroom.processed",
            "process darkroom.frames",
            "send darkroom.frames",
            "websocket receive");
  }

  @Test
  void tracesARejectedFrameEvenIfItsProducerDoesNotSample() throws Exception {
    pipeline("broken-p", "broken-cam", "invert");
    String trace = newTraceId();
    byte[] broken = Arrays.copyOf(JPEG, JPEG.length / 3);
    HttpResponse<String> answer =
        post("broken-cam", broken, Map.of("traceparent", "00-" + trace + "-" + PARENT + "-00"));
    assertThat(answer.statusCode()).isEqualTo(200);

    awaitPath(trace, "receive darkroom.rejects");
    assertThat(only(trace, "process darkroom.frames").failed()).isTrue();
    assertThat(only(trace, "process darkroom.frames").value("error.type"))
        .isEqualTo("INVALID_IMAGE");
    assertThat(pathUp(trace, "receive darkroom.rejects"))
        .containsExactly(
            "receive darkroom.rejects",
            "send darkroom.rejects",
            "process darkroom.frames",
            "send darkroom.frames",
            serverSpan(trace).name());
  }

  @Test
  void spansHaveAttributes() throws Exception {
    pipeline("attributes-p", "attributes-cam", "invert");
    String trace = newTraceId();
    postAndWatch("attributes", trace);

    assertThat(serverSpan(trace))
        .returns("POST", span -> span.value("http.request.method"))
        .returns("200", span -> span.value("http.response.status_code"))
        .returns("trace-it/1", span -> span.value("user_agent.original"))
        .returns("127.0.0.1", span -> span.value("client.address"))
        .returns(Integer.toString(JPEG.length), span -> span.value("http.request.body.size"))
        .returns("/v1/streams/attributes-cam/frames", span -> span.value("url.path"))
        .returns("attributes-cam", span -> span.value("darkroom.stream"));
    requireFrameAttributes(only(trace, "send darkroom.frames"));
    requireFrameAttributes(only(trace, "process darkroom.frames"));
    assertThat(only(trace, "process darkroom.frames").value("darkroom.channels")).isEqualTo("3");
    assertThat(only(trace, "pipeline attributes-p"))
        .returns("attributes-p", span -> span.value("darkroom.pipeline"))
        .returns("1", span -> span.value("darkroom.revision"))
        .returns("[invert]", span -> span.value("darkroom.filters"))
        .returns("cpu", span -> span.value("darkroom.accelerator"));
  }

  /**
   * Posts a frame to a stream and waits until a watcher of its pipeline has received the result.
   */
  private static void postAndWatch(String name, String trace) throws Exception {
    try (PipelineSubscriber watcher = stack.gateway().subscribe(name + "-p", frame -> {})) {
      HttpResponse<String> answer =
          post(
              name + "-cam",
              JPEG,
              Map.of(
                  "traceparent", "00-" + trace + "-" + PARENT + "-01",
                  "tracestate", "vendor=1",
                  "baggage", "tenant=acme,stream_group=hall",
                  "x-correlation-id", name + "-it",
                  "user-agent", "trace-it/1"));
      assertThat(answer.statusCode()).isEqualTo(200);
      awaitPath(trace, "websocket send");
    }
  }

  private static void requireFrameAttributes(ReceivedSpan frameSpan) {
    assertThat(frameSpan)
        .as(frameSpan.name())
        .returns("kafka", span -> span.value("messaging.system"))
        .returns("darkroom.frames", span -> span.value("messaging.destination.name"))
        .returns("attributes-cam", span -> span.value("darkroom.stream"))
        .returns("64", span -> span.value("darkroom.width"))
        .returns("48", span -> span.value("darkroom.height"))
        .returns(Integer.toString(JPEG.length), span -> span.value("darkroom.bytes"))
        .returns("attributes-it", span -> span.value("darkroom.correlation_id"))
        .returns("acme", span -> span.value("darkroom.tenant"))
        .returns("hall", span -> span.value("darkroom.stream_group"))
        .satisfies(span -> assertThat(span.value("messaging.kafka.offset")).isNotEmpty())
        .satisfies(span -> assertThat(span.value("darkroom.sequence")).isNotEmpty());
  }

  @Test
  void followsAGrpcRequestToItsAnswer() {
    String trace = newTraceId();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + trace + "-" + PARENT + "-01");
    URI gateway = URI.create(stack.local().url());
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress(gateway.getHost(), gateway.getPort())
            .usePlaintext()
            .build();
    try {
      ImageProcessingServiceGrpc.newBlockingStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .processImage(
              ProcessImageRequest.newBuilder()
                  .setImage(ByteString.copyFrom(JPEG))
                  .setChain("invert")
                  .build());
    } finally {
      channel.shutdownNow();
    }

    awaitPath(trace, "receive darkroom.answers");
    assertThat(serverSpan(trace))
        .returns(PARENT, ReceivedSpan::parentId)
        .returns("grpc", span -> span.value("rpc.system"))
        .returns("ProcessImage", span -> span.value("rpc.method"))
        .returns("0", span -> span.value("rpc.grpc.status_code"));
    assertThat(pathUp(trace, "receive darkroom.answers"))
        .containsExactly(
            "receive darkroom.answers",
            "send darkroom.answers",
            "process darkroom.requests",
            "send darkroom.requests",
            "darkroom.v1.ImageProcessingService/ProcessImage");
    assertThat(only(trace, "request").value("darkroom.filters")).isEqualTo("[invert]");
  }
}
