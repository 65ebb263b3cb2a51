package io.darkroom.gateway.frames.watch;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.PNG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.StreamServiceGrpc.StreamServiceStub;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watchers that ask for a width. */
@Tag("slow")
class ScaledFramesTest {

  private static final byte[] WIDE = Darkroom.image("jpg", 80, 40);

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static void deliver(String pipelineId, long offset, Encoding encoding, byte[] image) {
    Frame frame =
        Frame.captured("any", 7, offset, Instant.now(), encoding, ByteString.copyFrom(image))
            .withSize(80, 40);
    darkroom.job.deliver(frame, pipelineId, 3, new SourcePosition(0, offset, 5));
  }

  private static TestSocket watch(String pipelineId, String query) {
    return darkroom.socket("/v1/pipelines/%s/frames?ack=none%s".formatted(pipelineId, query));
  }

  private static long scaledFrames() {
    String name = "darkroom_gateway_frames_scaled_total ";
    return new String(darkroom.get("/metrics").body(), UTF_8)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private static void assertJpeg(io.darkroom.v1.Frame frame, int width, int height) {
    assertThat(ImageHeader.read(frame.getImage()))
        .isEqualTo(new ImageHeader(Encoding.JPEG, width, height));
    assertThat(frame.getEncoding()).isEqualTo(io.darkroom.v1.Encoding.ENCODING_JPEG);
    assertThat(frame.getWidthPx()).isEqualTo(width);
    assertThat(frame.getHeightPx()).isEqualTo(height);
  }

  @Test
  void scalesAWiderFrameAndKeepsItsOtherFields() {
    darkroom.putPipeline("wide", "wide-stream", "");
    try (TestSocket whole = watch("wide", "");
        TestSocket small = watch("wide", "&width=32")) {
      deliver("wide", 1, Encoding.JPEG, WIDE);
      io.darkroom.v1.Frame scaled = small.nextFrame();
      assertJpeg(scaled, 32, 16);
      io.darkroom.v1.Frame original = whole.nextFrame();
      assertThat(original.getImage()).isEqualTo(ByteString.copyFrom(WIDE));
      assertThat(original.getProcessing().getRevision()).isEqualTo(3);
      assertThat(original.getResumeToken()).isNotEmpty();
      assertThat(scaled)
          .isEqualTo(
              original.toBuilder()
                  .setImage(scaled.getImage())
                  .setWidthPx(32)
                  .setHeightPx(16)
                  .build());
    }
  }

  @Test
  void scalesAFrameOnceForAllWatchersOfAWidth() {
    darkroom.putPipeline("common", "common-stream", "");
    try (TestSocket one = watch("common", "&width=32");
        TestSocket two = watch("common", "&width=32");
        TestSocket other = watch("common", "&width=48")) {
      long before = scaledFrames();
      for (int i = 1; i <= 3; i++) {
        deliver("common", i, Encoding.JPEG, WIDE);
        assertThat(one.nextFrame()).isEqualTo(two.nextFrame());
        assertJpeg(other.nextFrame(), 48, 24);
      }
      assertThat(scaledFrames() - before).isEqualTo(6);
    }
  }

  @Test
  void sendsNarrowerFramesByteForByte() throws Exception {
    darkroom.putPipeline("narrow", "narrow-stream", "");
    long before = scaledFrames();
    try (TestSocket whole = watch("narrow", "");
        TestSocket small = watch("narrow", "&width=80")) {
      deliver("narrow", 1, Encoding.JPEG, JPEG);
      deliver("narrow", 2, Encoding.PNG, PNG);
      deliver("narrow", 3, Encoding.JPEG, WIDE);
      for (int i = 0; i < 3; i++) {
        assertThat(small.messages.poll(10, TimeUnit.SECONDS))
            .isEqualTo(whole.messages.poll(10, TimeUnit.SECONDS));
      }
    }
    assertThat(scaledFrames()).isEqualTo(before);
  }

  @Test
  void scalesOtherEncodingsAsJpeg() {
    darkroom.putPipeline("others", "others-stream", "");
    try (TestSocket small = watch("others", "&width=40")) {
      deliver("others", 1, Encoding.PNG, Darkroom.image("png", 80, 40));
      assertJpeg(small.nextFrame(), 40, 20);
      deliver("others", 2, Encoding.RAW_GRAY8, new byte[80 * 40]);
      assertJpeg(small.nextFrame(), 40, 20);
      deliver("others", 3, Encoding.RAW_BGR8, new byte[80 * 40 * 3]);
      assertJpeg(small.nextFrame(), 40, 20);
    }
  }

  @Test
  void sendsAFrameThatCannotBeDecodedUnchanged() {
    darkroom.putPipeline("damaged", "damaged-stream", "");
    byte[] cut = Arrays.copyOf(Darkroom.image("png", 80, 40), 45);
    try (TestSocket small = darkroom.socket("/v1/pipelines/damaged/frames?width=40&ack=1")) {
      deliver("damaged", 1, Encoding.PNG, cut);
      assertThat(small.nextFrame().getImage()).isEqualTo(ByteString.copyFrom(cut));
      small.acknowledge(1);
      deliver("damaged", 2, Encoding.JPEG, WIDE);
      assertJpeg(small.nextFrame(), 40, 20);
    }
  }

  @Test
  void beginsWithTheNewestFrameScaled() {
    darkroom.post("/v1/streams/scaled-raw/frames", "image/jpeg", WIDE);
    await().until(() -> darkroom.get("/v1/streams/scaled-raw/snapshot").statusCode() == 200);
    try (TestSocket small = darkroom.socket("/v1/streams/scaled-raw/frames?width=16&newest=true")) {
      assertJpeg(small.nextFrame(), 16, 8);
    }
  }

  @Test
  void scalesForCallersOfWatchFrames() {
    darkroom.post("/v1/streams/scaled-call/frames", "image/jpeg", WIDE);
    await().until(() -> darkroom.get("/v1/streams/scaled-call/snapshot").statusCode() == 200);
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("localhost", darkroom.gateway.port())
            .usePlaintext()
            .build();
    StreamServiceStub streams = StreamServiceGrpc.newStub(channel);
    WatchFramesRequest request =
        WatchFramesRequest.newBuilder().setStreamId("scaled-call").setMaxWidthPx(20).build();
    try (TestCall<WatchFramesRequest, WatchFramesResponse> call =
        TestCall.open(streams::watchFrames, request)) {
      WatchFramesResponse first = call.next();
      assertThat(first.getInitial()).isTrue();
      assertJpeg(first.getFrame(), 20, 10);
      assertThat(first.getFrame().getPosition()).isEqualTo(first.getPosition());
    } finally {
      channel.shutdownNow();
    }
  }
}
