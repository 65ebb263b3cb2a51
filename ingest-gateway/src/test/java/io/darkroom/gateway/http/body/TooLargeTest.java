package io.darkroom.gateway.http.body;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.topic.Topics;
import io.darkroom.v1.Frame;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.PublishFramesResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A frame that is too large is the caller's error in every protocol, and never an outage. */
class TooLargeTest {

  private static final int LIMIT = 1 << 20;

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.withoutJob(Broker.shared());
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static byte[] image(int length) {
    return Arrays.copyOf(JPEG, length);
  }

  private static void assertTooLarge(Throwable failure) {
    assertThat(StatusProto.fromThrowable(failure).getDetailsList())
        .anySatisfy(
            detail ->
                assertThat(detail.unpack(ErrorInfo.class).getReason())
                    .isEqualTo("IMAGE_TOO_LARGE"));
  }

  private static PublishFrameRequest publishFrame(int length) {
    return PublishFrameRequest.newBuilder()
        .setStreamId("large")
        .setImage(ByteString.copyFrom(image(length)))
        .build();
  }

  @Test
  void refusesItOverHttp() {
    for (int length : new int[] {LIMIT + 1, 4 * LIMIT}) {
      HttpResponse<byte[]> response =
          darkroom.post("/v1/streams/large/frames", "image/jpeg", image(length));
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(json(response).path("code").asText()).isEqualTo("IMAGE_TOO_LARGE");
    }
  }

  @Test
  void refusesItOverGrpcInAUnaryCallAndInAStream() {
    StreamServiceGrpc.StreamServiceStub streams = StreamServiceGrpc.newStub(channel);
    for (int length : new int[] {LIMIT + 1, 4 * LIMIT}) {
      assertTooLarge(TestCall.open(streams::publishFrame, publishFrame(length)).failure());
    }
    Frame.Builder frame = Frame.newBuilder().setStreamId("large");
    TestCall<Frame, PublishFramesResponse> counted = TestCall.open(streams::publishFrames);
    counted.send(frame.setImage(ByteString.copyFrom(image(LIMIT + 1))).build());
    counted.halfClose();
    assertThat(counted.next().getRejectsMap()).containsEntry("IMAGE_TOO_LARGE", 1L);
    TestCall<Frame, PublishFramesResponse> ended = TestCall.open(streams::publishFrames);
    ended.send(frame.setImage(ByteString.copyFrom(image(4 * LIMIT))).build());
    assertTooLarge(ended.failure());
  }

  @Test
  void refusesItOverConnect() {
    for (int length : new int[] {LIMIT + 1, 4 * LIMIT}) {
      HttpResponse<byte[]> response =
          darkroom.post(
              "/darkroom.v1.StreamService/PublishFrame",
              "application/proto",
              publishFrame(length).toByteArray());
      assertThat(response.statusCode()).isBetween(400, 499).isNotEqualTo(429);
      assertThat(json(response).path("message").asText()).contains("expected: at most");
    }
  }

  @Test
  void answersOverAWebSocketAndClosesItBeyondTheMessageLimit() {
    TestSocket socket = darkroom.socket("/v1/streams/large/publish");
    socket.send(image(LIMIT + 1));
    JsonNode error = socket.nextJson().path("error");
    assertThat(error.path("code").asText()).isEqualTo("IMAGE_TOO_LARGE");
    socket.send(JPEG);
    assertThat(socket.nextJson().has("sequence")).isTrue();
    socket.send(new byte[13 << 20]);
    assertThat(socket.closed.join()).isEqualTo(1009);
  }

  @Test
  void cutsTraceHeadersThatDoNotFitAndPublishesTheFrame() {
    try (TestSocket socket = darkroom.socket("/v1/streams/large/publish")) {
      io.darkroom.v1.TraceContext trace =
          io.darkroom.v1.TraceContext.newBuilder()
              .setTracestate("x".repeat(Topics.MAX_RECORD_BYTES))
              .build();
      socket.send(
          Frame.newBuilder().setImage(Darkroom.jpeg()).setTrace(trace).build().toByteArray());
      assertThat(socket.nextJson().path("sequence").isIntegralNumber()).isTrue();
    }
    assertThat(darkroom.json("/healthz").at("/dependencies/kafka/state").asText()).isEqualTo("up");
  }
}
