package io.darkroom.gateway.telemetry.metrics;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GrpcCaller;
import io.darkroom.gateway.testing.RawClient;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.darkroom.v1.WatchStreamsRequest;
import io.darkroom.v1.WatchStreamsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Unary calls are timed, streaming calls are not; both are counted by error code. */
@Tag("slow")
class CallsCountedTest {

  private static final String PROCESS = "darkroom.v1.ImageProcessingService/ProcessImage";
  private static final String WATCH_STREAMS = "darkroom.v1.StreamService/WatchStreams";
  private static final String WATCH_FRAMES = "darkroom.v1.StreamService/WatchFrames";

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static String metrics() {
    return new String(darkroom.get("/metrics").body(), UTF_8);
  }

  /** The sum of the series with these labels; -1 if there is none. */
  private static double sum(String name, Map<String, String> labels) {
    Matcher series =
        Pattern.compile("(?m)^darkroom_gateway_" + name + "\\{(.*)} (.*)$").matcher(metrics());
    double sum = -1;
    while (series.find()) {
      String shown = series.group(1);
      if (labels.entrySet().stream()
          .allMatch(l -> shown.contains(l.getKey() + "=\"" + l.getValue() + "\""))) {
        sum = Math.max(0, sum) + Double.parseDouble(series.group(2));
      }
    }
    return sum;
  }

  private static double errors(String handler, String code) {
    return sum("request_errors_total", Map.of("handler", handler, "code", code));
  }

  private static double ended(String handler, String code) {
    return sum("streaming_calls_ended_total", Map.of("handler", handler, "code", code));
  }

  private static double timed(String handler) {
    return sum("request_duration_seconds_count", Map.of("handler", handler));
  }

  private static void awaitOne(DoubleSupplier value) {
    await().untilAsserted(() -> assertThat(value.getAsDouble()).isEqualTo(1));
  }

  @Test
  void countsAStreamingCallAndDoesNotTimeIt() {
    Map<String, String> handler = Map.of("handler", WATCH_STREAMS);
    try (TestCall<WatchStreamsRequest, WatchStreamsResponse> watch =
        TestCall.open(
            StreamServiceGrpc.newStub(channel)::watchStreams,
            WatchStreamsRequest.getDefaultInstance())) {
      watch.next();
      assertThat(sum("streaming_calls", handler)).isEqualTo(1);
      assertThat(sum("streaming_messages_received_total", handler)).isEqualTo(1);
      assertThat(sum("streaming_messages_sent_total", handler)).isEqualTo(1);
    }
    awaitOne(() -> ended(WATCH_STREAMS, "OK"));
    assertThat(sum("streaming_calls", handler)).isZero();
    assertThat(timed(WATCH_STREAMS)).isEqualTo(-1);
  }

  @Test
  void countsTheEndOfAStreamByTheSameCodeForGrpcAndWebSocket() throws Exception {
    darkroom.putPipeline("ending", "any", "");
    darkroom.socket("/v1/pipelines/ending/frames");
    try (TestCall<WatchFramesRequest, WatchFramesResponse> call =
        TestCall.open(
            StreamServiceGrpc.newStub(channel)::watchFrames,
            WatchFramesRequest.newBuilder().setPipelineId("ending").build())) {
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          darkroom.json("/v1/streams/any").at("/pipelines/0/subscribers").asInt())
                      .isEqualTo(2));
      darkroom.delete("/v1/pipelines/ending");
      assertThat(call.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
      awaitOne(() -> ended(WATCH_FRAMES, "NOT_FOUND"));
      awaitOne(() -> ended("/v1/pipelines/{pipeline_id}/frames", "NOT_FOUND"));
    }
  }

  @Test
  void countsMessagesOfAWebSocket() throws Exception {
    Map<String, String> handler = Map.of("handler", "/v1/streams/{stream_id}/publish");
    try (TestSocket socket = darkroom.socket("/v1/streams/counted/publish")) {
      socket.send(JPEG);
      socket.nextJson();
      assertThat(sum("streaming_calls", handler)).isEqualTo(1);
      assertThat(sum("streaming_messages_received_total", handler)).isEqualTo(1);
      assertThat(sum("streaming_messages_sent_total", handler)).isEqualTo(1);
    }
    await().untilAsserted(() -> assertThat(sum("streaming_calls", handler)).isZero());
    assertThat(timed("/v1/streams/{stream_id}/publish")).isEqualTo(-1);
  }

  @Test
  void doesNotTimeAnUpload() {
    darkroom.send("PUT", "/v1/uploads/x?name=no/name", "video/mp4", new byte[3]);
    awaitOne(() -> ended("/v1/uploads/{upload_id}", "INVALID_ARGUMENT"));
    assertThat(timed("/v1/uploads/{upload_id}")).isEqualTo(-1);
  }

  @Test
  void countsAFailureByTheSameCodeInEveryProtocol() {
    byte[] request =
        ProcessImageRequest.newBuilder()
            .setImage(Darkroom.jpeg())
            .setChain("no_such_filter")
            .build()
            .toByteArray();
    GrpcCaller.failure(darkroom.gateway.port(), PROCESS, request);
    darkroom.post("/" + PROCESS, "application/proto", request);
    darkroom.post("/v1/images:process?chain=no_such_filter", "image/jpeg", JPEG);
    await()
        .untilAsserted(
            () ->
                assertThat(sum("request_errors_total", Map.of("code", "INVALID_CHAIN")))
                    .isEqualTo(3));
    assertThat(errors(PROCESS, "INVALID_CHAIN")).isEqualTo(2);
    assertThat(sum("request_errors_total", Map.of("code", "INVALID_ARGUMENT"))).isEqualTo(-1);
  }

  @Test
  void countsNoErrorIfTheCallerLeavesBeforeTheAnswer() {
    double before = timed(PROCESS);
    ListenableFuture<ProcessImageResponse> call =
        ImageProcessingServiceGrpc.newFutureStub(channel)
            .processImage(
                ProcessImageRequest.newBuilder()
                    .setImage(Darkroom.jpeg())
                    .setChain("silent")
                    .build());
    await().untilAsserted(() -> assertThat(metrics()).contains("requests_under_way 1.0"));
    call.cancel(true);
    await().untilAsserted(() -> assertThat(timed(PROCESS)).isEqualTo(Math.max(0, before) + 1));
    assertThat(errors(PROCESS, "TIMEOUT")).isEqualTo(-1);
    assertThat(errors(PROCESS, "INTERNAL")).isEqualTo(-1);
  }

  @Test
  void countsAnErrorIfTheJobDoesNotAnswerInTime() {
    darkroom.post("/v1/images:process?chain=silent", "image/jpeg", JPEG);
    awaitOne(() -> errors("/v1/images:process", "TIMEOUT"));
  }

  @Test
  void countsNoErrorIfTheCallerLeavesInTheMiddleOfItsBody() {
    String handler = "/v1/streams/{stream_id}/frames";
    try (RawClient leaving =
        RawClient.announcing(
            darkroom.gateway.port(), "/v1/streams/left/frames", "image/jpeg", 1_000)) {
      leaving.send(new byte[10]);
      await()
          .untilAsserted(() -> assertThat(metrics()).contains("darkroom_gateway_body_bytes 10.0"));
    }
    awaitOne(() -> timed(handler));
    assertThat(sum("request_errors_total", Map.of("handler", handler))).isEqualTo(-1);
  }
}
