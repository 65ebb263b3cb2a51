package io.darkroom.gateway.frames.watch;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.limits.GatewayLimits;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.RawClient;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send and never read: their queues are bounded, and they are closed in time. */
@Tag("slow")
class SilentReaderTest {

  /** Far more than all buffers on the way take; answers without end would let it through. */
  private static final long FLOOD_BYTES = 64L << 20;

  private static final Pattern CLOSED =
      Pattern.compile("darkroom_gateway_websockets_closed_total\\{reason=\"not_reading\"} (.*)");

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static Darkroom darkroom;

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
                        base.bodyBytes(),
                        base.pendingRequestBytes(),
                        base.requestBytesPerSecond(),
                        base.messageTime(),
                        PATIENCE)));
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static void publishUntil(byte[] image, BooleanSupplier condition) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              darkroom.post("/v1/streams/unread/frames", "image/jpeg", image);
              return condition.getAsBoolean();
            });
  }

  private static long dropped(String streamId) {
    return darkroom.json("/v1/streams/" + streamId).at("/drops/slow_subscriber").asLong();
  }

  private static double closed() {
    Matcher metric = CLOSED.matcher(new String(darkroom.get("/metrics").body(), UTF_8));
    assertThat(metric.find()).isTrue();
    return Double.parseDouble(metric.group(1));
  }

  private static byte[] many(byte[] frame) {
    int count = (64 << 10) / frame.length;
    byte[] all = new byte[count * frame.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(frame, 0, all, i * frame.length, frame.length);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"publish", "frames"})
  void closesASocketThatFloodsPings(String path) {
    double before = closed();
    byte[] pings = many(RawClient.frame(RawClient.PING | RawClient.FINAL, new byte[125]));
    try (RawClient silent =
            RawClient.webSocket(darkroom.gateway.port(), "/v1/streams/flood/" + path);
        TestSocket other = darkroom.socket("/v1/streams/other/publish")) {
      assertThat(silent.sendUntilItClogs(pings, FLOOD_BYTES)).isLessThan(FLOOD_BYTES);
      await().untilAsserted(() -> assertThat(closed()).isEqualTo(before + 1));
      other.send(JPEG);
      assertThat(other.nextJson().path("sequence").asLong()).isZero();
    }
  }

  @Test
  void closesASocketThatFloodsMessages() {
    double before = closed();
    byte[] texts =
        many(
            RawClient.frame(
                RawClient.TEXT | RawClient.FINAL, "not an image".repeat(9).getBytes(UTF_8)));
    try (RawClient silent =
        RawClient.webSocket(darkroom.gateway.port(), "/v1/streams/flood/publish")) {
      assertThat(silent.sendUntilItClogs(texts, FLOOD_BYTES)).isLessThan(FLOOD_BYTES);
      await().untilAsserted(() -> assertThat(closed()).isEqualTo(before + 1));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
                    .contains(
                        "streaming_calls_ended_total{code=\"TOO_MANY_REQUESTS\","
                            + "handler=\"/v1/streams/{stream_id}/publish\"}"));
  }

  @Test
  void closesAWatcherThatDoesNotRead() {
    double before = closed();
    try (RawClient silent =
            RawClient.webSocket(darkroom.gateway.port(), "/v1/streams/still/frames?ack=none");
        TestSocket publisher = darkroom.socket("/v1/streams/still/publish")) {
      byte[] image = Arrays.copyOf(JPEG, 1 << 20);
      await()
          .untilAsserted(
              () -> {
                publisher.send(image);
                assertThat(publisher.nextJson().has("sequence")).isTrue();
                assertThat(closed()).isEqualTo(before + 1);
              });
    }
  }

  @Test
  void keepsAnIdleSocketThatReadsOpen() {
    double before = closed();
    try (TestSocket idle = darkroom.socket("/v1/streams/idle/publish")) {
      closesAWatcherThatDoesNotRead();
      idle.send(JPEG);
      assertThat(idle.nextJson().path("sequence").asLong()).isZero();
      assertThat(closed()).isEqualTo(before + 1);
    }
  }

  @Test
  void refusesMessagesOfWatchersThatAreNoAcknowledgement() {
    TestSocket watcher = darkroom.socket("/v1/streams/chatty/frames");
    watcher.send("x".repeat(20_000));
    assertThat(watcher.closed).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1009);
  }

  @Test
  void closesAWatcherThatAcknowledgesNothingAsTooSlow() {
    TestSocket watcher = darkroom.socket("/v1/streams/unacked/frames?ack=1");
    await()
        .untilAsserted(
            () -> {
              darkroom.post("/v1/streams/unacked/frames", "image/jpeg", JPEG);
              assertThat(watcher.closed).isCompletedWithValue(4429);
            });
    assertThat(watcher.messages).hasSize(1);
    assertThat(watcher.nextJson().has("hello")).isTrue();
    assertThat(watcher.nextJson().at("/error/code").asText()).isEqualTo("TOO_MANY_REQUESTS");
  }

  @Test
  void endsAWatchCallThatIsNotReadAsTooSlow() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port())
            .usePlaintext()
            .flowControlWindow(65_535)
            .build();
    byte[] image = Arrays.copyOf(JPEG, 200_000);
    try (TestCall<WatchFramesRequest, WatchFramesResponse> watch =
        TestCall.open(
            StreamServiceGrpc.newStub(channel)::watchFrames,
            WatchFramesRequest.newBuilder().setStreamId("unread").build())) {
      watch.pause();
      publishUntil(image, () -> dropped("unread") > 0);
      long stuck = System.nanoTime();
      publishUntil(image, () -> System.nanoTime() - stuck > 2 * PATIENCE.toNanos());
      watch.resume();
      assertThat(watch.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void closesAConnectionThatFloodsCalls() {
    byte[] calls = many("GET /v1/streams HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
    try (RawClient silent = RawClient.connect(darkroom.gateway.port())) {
      assertThat(silent.sendUntilItClogs(calls, FLOOD_BYTES)).isLessThan(FLOOD_BYTES);
    }
    assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
        .contains("darkroom_gateway_refused_total{what=\"pipelined_calls\"}");
  }
}
