package io.darkroom.gateway.requests;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.config.TelemetryConfig;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import io.darkroom.v1.GetCapabilitiesRequest;
import io.darkroom.v1.GetCapabilitiesResponse;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.InputFrame;
import io.darkroom.v1.ProcessingSettings;
import io.darkroom.v1.StreamProcessVideoRequest;
import io.darkroom.v1.StreamProcessVideoResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class VideoCallTest {

  private static final Pattern REQUESTS =
      Pattern.compile("frames_ingested_total\\{stream=\"_request\",transport=\"request\"} (\\S+)");

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.of(config());
    darkroom.startJob();
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port())
            .usePlaintext()
            .flowControlWindow(65_535)
            .build();
  }

  /** Permits for the frames of one caller only. */
  private static GatewayConfig config() {
    GatewayConfig base = Darkroom.config(Broker.shared());
    return new GatewayConfig(
        "localhost",
        0,
        base.bootstrapServers(),
        Map.of(),
        new Topics(base.topics().prefix() + "-video"),
        Duration.ofSeconds(10),
        4,
        new ImageLimits(100, 10 << 20),
        AccessConfig.DEFAULT,
        Duration.ofSeconds(1),
        TopicSize.DEFAULT,
        SourceConfig.DEFAULT,
        LibraryConfig.DEFAULT,
        TelemetryConfig.DEFAULT,
        Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static TestCall<StreamProcessVideoRequest, StreamProcessVideoResponse> call() {
    return TestCall.open(ImageProcessingServiceGrpc.newStub(channel)::streamProcessVideo);
  }

  private static StreamProcessVideoRequest settings(String chain) {
    return StreamProcessVideoRequest.newBuilder()
        .setSettings(ProcessingSettings.newBuilder().setChain(chain))
        .build();
  }

  private static StreamProcessVideoRequest frame(long tag, byte[] image) {
    return StreamProcessVideoRequest.newBuilder()
        .setFrame(InputFrame.newBuilder().setTag(tag).setImage(ByteString.copyFrom(image)))
        .build();
  }

  private static double requestsPublished() {
    String metrics = new String(darkroom.get("/metrics").body(), StandardCharsets.UTF_8);
    Matcher matcher = REQUESTS.matcher(metrics);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  @Test
  void answersEveryFrameInOrderAndEndsAfterTheCaller() {
    try (var call = call()) {
      call.send(settings("grayscale"));
      for (int i = 0; i < 100; i++) {
        call.send(frame(1000 + i, JPEG));
      }
      call.halfClose();
      for (int i = 0; i < 100; i++) {
        StreamProcessVideoResponse answer = call.next();
        assertThat(answer.getNumber()).isEqualTo(i);
        assertThat(answer.getTag()).isEqualTo(1000 + i);
        assertThat(answer.getProcessed().getImage().toByteArray()).isEqualTo(JPEG);
        assertThat(answer.getProcessed().getWidthPx()).isEqualTo(16);
        assertThat(answer.getProcessed().getProcessing().getAccelerator()).isEqualTo("cpu");
      }
      assertThat(call.end().getCode()).isEqualTo(Code.OK);
    }
  }

  @Test
  void answersAFailedFrameAndContinues() {
    try (var call = call()) {
      call.send(settings(""));
      call.send(frame(1, JPEG));
      call.send(frame(2, new byte[] {1, 2, 3}));
      call.send(settings("broken"));
      call.send(frame(3, JPEG));
      call.send(settings("grayscale"));
      call.send(frame(4, JPEG));
      assertThat(call.next().hasProcessed()).isTrue();
      assertThat(call.next().getError().getCode()).isEqualTo("INVALID_IMAGE");
      StreamProcessVideoResponse broken = call.next();
      assertThat(broken.getTag()).isEqualTo(3);
      assertThat(broken.getError().getCode()).isEqualTo("FILTER_FAILED");
      assertThat(broken.getError().getMessage()).startsWith("filter: broken");
      assertThat(call.next().hasProcessed()).isTrue();
      call.halfClose();
      assertThat(call.end().getCode()).isEqualTo(Code.OK);
    }
  }

  @Test
  void endsTheCallOnInvalidSettingsAfterEarlierAnswers() throws Exception {
    try (var call = call()) {
      call.send(settings("grayscale"));
      call.send(frame(7, JPEG));
      call.send(settings("grayscal"));
      assertThat(call.next().getTag()).isEqualTo(7);
      assertThat(call.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(reasonOf(call)).isEqualTo("INVALID_CHAIN");
      assertThat(call.end().getDescription()).contains("Did you mean grayscale?");
    }
  }

  @Test
  void requiresSettingsFirst() throws Exception {
    try (var call = call()) {
      call.send(frame(1, JPEG));
      assertThat(call.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(reasonOf(call)).isEqualTo("INVALID_ARGUMENT");
      assertThat(call.end().getDescription()).contains("settings first");
    }
  }

  private static String reasonOf(TestCall<?, ?> call) throws Exception {
    return StatusProto.fromThrowable(call.failure())
        .getDetails(0)
        .unpack(ErrorInfo.class)
        .getReason();
  }

  @Test
  void readsNoMoreThanItsCallerReads() {
    byte[] large = Arrays.copyOf(JPEG, 200_000);
    double before = requestsPublished();
    try (var call = call()) {
      call.pause();
      call.send(settings(""));
      for (int i = 0; i < 60; i++) {
        call.send(frame(i, large));
      }
      // Frames in the connection, frames being answered, and eight in flight.
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(20))
          .until(() -> requestsPublished() - before, published -> published > 0 && published < 30);
      call.resume();
      call.halfClose();
      for (int i = 0; i < 60; i++) {
        assertThat(call.next().getTag()).isEqualTo(i);
      }
      assertThat(call.end().getCode()).isEqualTo(Code.OK);
    }
  }

  @Test
  void freesThePermitsOfACancelledOrLateCall() {
    try (var cancelled = call()) {
      cancelled.send(settings("silent"));
      for (int i = 0; i < 8; i++) {
        cancelled.send(frame(i, JPEG));
      }
    }
    try (var late =
        TestCall.open(
            ImageProcessingServiceGrpc.newStub(channel).withDeadlineAfter(1, TimeUnit.SECONDS)
                ::streamProcessVideo)) {
      late.send(settings("silent"));
      for (int i = 0; i < 8; i++) {
        late.send(frame(i, JPEG));
      }
      assertThat(late.end().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }
    // Long before the requests themselves would time out.
    long start = System.nanoTime();
    try (var next = call()) {
      next.send(settings(""));
      next.send(frame(1, JPEG));
      assertThat(next.next().hasProcessed()).isTrue();
    }
    assertThat(System.nanoTime() - start).isLessThan(8_000_000_000L);
  }

  @Test
  void listsItsCapabilities() {
    GetCapabilitiesResponse answer =
        ImageProcessingServiceGrpc.newBlockingStub(channel)
            .getCapabilities(GetCapabilitiesRequest.getDefaultInstance());
    assertThat(answer.getAcceleratorsList()).containsExactly("cpu");
    assertThat(answer.getInputEncodingsList()).containsExactly("jpeg", "png");
    assertThat(answer.getMaxImageBytes()).isEqualTo(10 << 20);
    assertThat(answer.getMaxImageSidePx()).isEqualTo(100);
    assertThat(answer.getMaxFramesInFlight()).isEqualTo(8);
    assertThat(answer.getFilterCount()).isEqualTo(3);
    assertThat(answer.getReady()).isTrue();
    assertThat(darkroom.json("/v1/capabilities").path("maxFramesInFlight").asInt()).isEqualTo(8);
  }
}
