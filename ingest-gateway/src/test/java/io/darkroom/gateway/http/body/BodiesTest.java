package io.darkroom.gateway.http.body;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.darkroom.gateway.limits.GatewayLimits;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.RawClient;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.Frame;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.PublishFramesResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts bodies while they are received: over the limit, the newest is refused and others continue.
 */
@Tag("slow")
class BodiesTest {

  private static final int LIMIT = 2 << 20;
  private static final int BODY = 1_000_000;
  private static final int MOST_OF_IT = 950_000;
  private static final String PATH = "/v1/streams/bodies/frames";
  private static final Pattern IN_FLIGHT =
      Pattern.compile("(?m)^darkroom_gateway_body_bytes (.*)$");

  private static final Pattern REFUSED =
      Pattern.compile("darkroom_gateway_refused_total\\{what=\"body_bytes\"} (.*)");

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    GatewayLimits base = GatewayLimits.DEFAULT;
    darkroom =
        Darkroom.of(
            Darkroom.config(Broker.shared())
                .with(
                    new GatewayLimits(
                        base.pipelines(),
                        base.pipelinesPerStream(),
                        base.sources(),
                        base.presets(),
                        base.sessions(),
                        base.watchers(),
                        base.publishers(),
                        base.calls(),
                        base.connections(),
                        LIMIT,
                        base.pendingRequestBytes(),
                        base.requestBytesPerSecond(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30))));
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  /** After every test, no bytes are left in the count. */
  @AfterEach
  void releasesEveryByte() {
    await().untilAsserted(() -> assertThat(inFlight()).isZero());
  }

  private static double inFlight() {
    return read(IN_FLIGHT);
  }

  private static double read(Pattern series) {
    Matcher metric = series.matcher(new String(darkroom.get("/metrics").body(), UTF_8));
    assertThat(metric.find()).isTrue();
    return Double.parseDouble(metric.group(1));
  }

  /** A JPEG, padded to the length. */
  private static byte[] image(int length) {
    return Arrays.copyOf(JPEG, length);
  }

  private static RawClient unfinished() {
    RawClient client = RawClient.announcing(darkroom.gateway.port(), PATH, "image/jpeg", BODY);
    client.send(image(MOST_OF_IT));
    return client;
  }

  private static void finish(RawClient client) {
    client.send(new byte[BODY - MOST_OF_IT]);
    assertThat(client.status()).isEqualTo(200);
  }

  private static void awaitInFlight(long bytes) {
    await().untilAsserted(() -> assertThat(inFlight()).isEqualTo(bytes));
  }

  private static void assertRefused(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(new String(response.body(), UTF_8))
        .contains("TOO_MANY_REQUESTS")
        .contains(Integer.toString(LIMIT))
        .contains("--max-body-bytes-in-flight");
  }

  private static void assertRefused(Throwable failure) {
    assertThat(Status.fromThrowable(failure).getCode())
        .as("%s", failure)
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(StatusProto.fromThrowable(failure).getDetailsList())
        .anySatisfy(
            detail ->
                assertThat(detail.unpack(ErrorInfo.class).getReason())
                    .isEqualTo("TOO_MANY_REQUESTS"));
  }

  @Test
  void refusesTheNewestInEveryProtocolAndLetsEarlierOnesContinue() {
    byte[] image = image(MOST_OF_IT);
    double refusedBefore = read(REFUSED);
    try (RawClient first = unfinished();
        RawClient second = unfinished()) {
      awaitInFlight(2 * MOST_OF_IT);
      HttpResponse<byte[]> bare = darkroom.post(PATH, "image/jpeg", image);
      assertRefused(bare);
      assertThat(json(bare).path("code").asText()).isEqualTo("TOO_MANY_REQUESTS");
      assertThat(bare.headers().firstValue("retry-after")).isPresent();
      String base64 = Base64.getEncoder().encodeToString(image);
      byte[] json = "{\"image\":\"%s\"}".formatted(base64).getBytes(UTF_8);
      assertRefused(darkroom.post(PATH, "application/json", json));
      byte[] message = publishFrame(image).toByteArray();
      HttpResponse<byte[]> connect =
          darkroom.post("/darkroom.v1.StreamService/PublishFrame", "application/proto", message);
      assertThat(connect.statusCode()).isEqualTo(429);
      assertThat(json(connect).path("code").asText()).isEqualTo("resource_exhausted");
      StreamServiceGrpc.StreamServiceStub streams = StreamServiceGrpc.newStub(channel);
      assertRefused(TestCall.open(streams::publishFrame, publishFrame(image)).failure());
      TestCall<Frame, PublishFramesResponse> stream = TestCall.open(streams::publishFrames);
      stream.send(Frame.newBuilder().setStreamId("b").setImage(ByteString.copyFrom(image)).build());
      assertRefused(stream.failure());
      TestSocket socket = darkroom.socket("/v1/streams/bodies/publish");
      socket.send(image);
      assertThat(socket.closed.join()).isEqualTo(4429);

      awaitInFlight(2 * MOST_OF_IT);
      finish(first);
      finish(second);
    }
    assertThat(read(REFUSED) - refusedBefore).isEqualTo(6);
    assertThat(darkroom.post(PATH, "image/jpeg", image).statusCode()).isEqualTo(200);
  }

  private static PublishFrameRequest publishFrame(byte[] image) {
    return PublishFrameRequest.newBuilder()
        .setStreamId("bodies")
        .setImage(ByteString.copyFrom(image))
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/darkroom.v1.StreamService/PublishFrame application/proto",
        "/darkroom.v1.StreamService/PublishFrame application/json",
        "/darkroom.v1.StreamService/PublishFrame application/grpc-web+proto",
        "/darkroom.v1.ImageProcessingService/ProcessImage application/proto",
        "/v1/streams/bodies/frames application/json",
        "/v1/images:process application/json"
      })
  void countsTheBodyOfAUnaryCallWhileItIsReceived(String pathAndType) {
    String[] call = pathAndType.split(" ");
    try (RawClient client = RawClient.announcing(darkroom.gateway.port(), call[0], call[1], BODY)) {
      client.send(envelope(MOST_OF_IT));
      await().untilAsserted(() -> assertThat(inFlight()).isPositive());
    }
  }

  /** The beginning of a message in gRPC framing. */
  private static byte[] envelope(int bytes) {
    return ByteBuffer.allocate(bytes).put((byte) 0).putInt(BODY).array();
  }

  @Test
  void countsReceivedBytesNotAnnouncedOnesAndEndsASlowBody() {
    try (RawClient slow = RawClient.announcing(darkroom.gateway.port(), PATH, "image/jpeg", BODY)) {
      slow.send(new byte[10]);
      awaitInFlight(10);
      assertThat(slow.status()).isEqualTo(504);
    }
    assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
        .contains("darkroom_gateway_refused_total{what=\"body_time\"}");
  }

  @Test
  void closesAWebSocketWhoseMessageIsNotCompleteInTime() {
    try (RawClient socket =
        RawClient.webSocket(darkroom.gateway.port(), "/v1/streams/bodies/publish")) {
      socket.send(Arrays.copyOf(RawClient.frame(RawClient.BINARY | RawClient.FINAL, image(9)), 9));
      assertThat(socket.closeCode()).isEqualTo(4429);
    }
  }

  @Test
  void refusesAMessageOfEndlessEmptyFrames() {
    try (RawClient socket =
        RawClient.webSocket(darkroom.gateway.port(), "/v1/streams/bodies/publish")) {
      socket.send(RawClient.frame(RawClient.BINARY, new byte[0]));
      byte[] more = RawClient.frame(RawClient.CONTINUATION, new byte[0]);
      for (int i = 0; i < LIMIT / 128; i++) {
        socket.send(more);
      }
      assertThat(socket.closeCode()).isEqualTo(4429);
    }
  }

  @Test
  void releasesTheBytesOfACallerThatLeaves() {
    try (RawClient client = unfinished()) {
      awaitInFlight(MOST_OF_IT);
    }
    awaitInFlight(0);
  }
}
