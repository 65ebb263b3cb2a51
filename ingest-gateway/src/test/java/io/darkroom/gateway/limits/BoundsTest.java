package io.darkroom.gateway.limits;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.Frame;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.PublishFramesResponse;
import io.darkroom.v1.StreamProcessVideoRequest;
import io.darkroom.v1.StreamProcessVideoResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.darkroom.v1.WatchStreamsRequest;
import io.darkroom.v1.WatchStreamsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each limit refuses with its name and option, and is exported as a metric. */
@Tag("slow")
class BoundsTest {

  private static final GatewayLimits LIMITS =
      new GatewayLimits(
          6,
          2,
          1,
          1,
          1,
          2,
          1,
          1,
          64,
          2 << 20,
          16 << 20,
          32 << 20,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2));

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.of(Darkroom.config(Broker.shared()).with(LIMITS));
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static HttpResponse<byte[]> putPipeline(String id, String streamId, String chain) {
    return darkroom.put(
        "/v1/pipelines/" + id, "{\"streamId\":\"%s\",\"chain\":\"%s\"}".formatted(streamId, chain));
  }

  private static void assertRefused(HttpResponse<byte[]> response, String limit, String option) {
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(json(response).path("code").asText()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(json(response).path("message").asText()).contains(limit).contains(option);
    assertThat(json(response).path("retryable").asBoolean(true)).isFalse();
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
  }

  private static void assertRefused(Throwable failure, String limit, String option) {
    assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(Status.fromThrowable(failure).getDescription()).contains(limit).contains(option);
    assertThat(StatusProto.fromThrowable(failure).getDetailsList())
        .anySatisfy(
            detail ->
                assertThat(detail.unpack(ErrorInfo.class).getReason()).isEqualTo("QUOTA_EXCEEDED"));
  }

  private static void assertShown(String what, long limit, long used) {
    await()
        .untilAsserted(
            () ->
                assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
                    .contains("darkroom_gateway_limit{what=\"%s\"} %s".formatted(what, limit))
                    .contains("darkroom_gateway_in_use{what=\"%s\"} %s".formatted(what, used)));
  }

  @Test
  void limitsPipelinesPerStreamAndInTotalEvenIfPutAtOnce() {
    List<HttpResponse<byte[]>> answers =
        IntStream.range(0, 5)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> putPipeline("a" + i, "a", "")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(2);
    answers.stream()
        .filter(answer -> answer.statusCode() != 200)
        .forEach(answer -> assertRefused(answer, "2", "--max-pipelines-per-stream"));
    assertShown("pipelines_per_stream", 2, 2);

    assertThat(putPipeline("b0", "b", "").statusCode()).isEqualTo(200);
    assertThat(putPipeline("b0", "b", "invert").statusCode()).isEqualTo(200);
    assertRefused(putPipeline("b0", "a", ""), "2", "--max-pipelines-per-stream");

    assertThat(putPipeline("b1", "b", "").statusCode()).isEqualTo(200);
    assertThat(putPipeline("c0", "c", "").statusCode()).isEqualTo(200);
    assertThat(putPipeline("c1", "c", "").statusCode()).isEqualTo(200);
    assertRefused(putPipeline("d0", "d", ""), "6", "--max-pipelines");
    assertShown("pipelines", 6, 6);
    assertThat(putPipeline("c1", "d", "").statusCode()).isEqualTo(200);
    assertThat(darkroom.delete("/v1/pipelines/c1").statusCode()).isEqualTo(200);
    assertThat(putPipeline("d0", "d", "").statusCode()).isEqualTo(200);
  }

  @Test
  void limitsSources() {
    String source = "{\"uri\":\"rtsp://8.8.8.8/a\",\"stopped\":true}";
    assertThat(darkroom.put("/v1/sources/one", source).statusCode()).isEqualTo(200);
    assertRefused(darkroom.put("/v1/sources/two", source), "1", "--max-sources");
    assertThat(darkroom.put("/v1/sources/one", source).statusCode()).isEqualTo(200);
    assertShown("sources", 1, 1);
  }

  @Test
  void limitsPresets() {
    String preset = "{\"chain\":\"grayscale\"}";
    assertThat(darkroom.put("/v1/presets/one", preset).statusCode()).isEqualTo(200);
    assertRefused(darkroom.put("/v1/presets/two", preset), "1", "--max-presets");
    assertThat(darkroom.put("/v1/presets/one", "{\"chain\":\"\"}").statusCode()).isEqualTo(200);
    assertShown("presets", 1, 1);
  }

  @Test
  void limitsWatchersOfAllProtocolsTogetherUntilTheyLeave() {
    StreamServiceGrpc.StreamServiceStub streams = StreamServiceGrpc.newStub(channel);
    WatchFramesRequest request = WatchFramesRequest.newBuilder().setStreamId("w").build();
    TestSocket socket = darkroom.socket("/v1/streams/w/frames");
    TestCall<WatchFramesRequest, WatchFramesResponse> call =
        TestCall.open(streams::watchFrames, request);
    assertShown("watchers", 2, 2);

    TestCall<WatchFramesRequest, WatchFramesResponse> third =
        TestCall.open(streams::watchFrames, request);
    assertRefused(third.failure(), "2", "--max-watchers");
    assertThat(upgradeStatus("/v1/streams/w/frames")).isEqualTo(429);

    socket.vanish();
    call.close();
    assertShown("watchers", 2, 0);
    try (TestSocket again = darkroom.socket("/v1/streams/w/frames")) {
      assertThat(darkroom.post("/v1/streams/w/frames", "image/jpeg", JPEG).statusCode())
          .isEqualTo(200);
      assertThat(again.nextFrame().getStreamId()).isEqualTo("w");
    }
  }

  private static int upgradeStatus(String path) {
    try {
      darkroom.socket(path).close();
      return 101;
    } catch (CompletionException e) {
      return ((java.net.http.WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  @Test
  void limitsPublishersSessionsAndResourceWatches() {
    StreamServiceGrpc.StreamServiceStub streams = StreamServiceGrpc.newStub(channel);
    try (TestSocket publisher = darkroom.socket("/v1/streams/p/publish")) {
      TestCall<Frame, PublishFramesResponse> second = TestCall.open(streams::publishFrames);
      assertRefused(second.failure(), "1", "--max-publishers");
    }
    assertShown("publishers", 1, 0);

    ImageProcessingServiceGrpc.ImageProcessingServiceStub images =
        ImageProcessingServiceGrpc.newStub(channel);
    try (TestCall<StreamProcessVideoRequest, StreamProcessVideoResponse> first =
        TestCall.open(images::streamProcessVideo)) {
      assertShown("sessions", 1, 1);
      TestCall<StreamProcessVideoRequest, StreamProcessVideoResponse> second =
          TestCall.open(images::streamProcessVideo);
      assertRefused(second.failure(), "1", "--max-sessions");
    }
    assertShown("sessions", 1, 0);

    WatchStreamsRequest all = WatchStreamsRequest.getDefaultInstance();
    try (TestCall<WatchStreamsRequest, WatchStreamsResponse> first =
        TestCall.open(streams::watchStreams, all)) {
      first.next();
      TestCall<WatchStreamsRequest, WatchStreamsResponse> second =
          TestCall.open(streams::watchStreams, all);
      assertRefused(second.failure(), "1", "--max-calls");
    }
    assertShown("calls", 1, 0);
  }
}
