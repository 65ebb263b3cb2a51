package io.darkroom.gateway.frames.watch;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.v1.Frame;
import io.darkroom.v1.PipelineServiceGrpc;
import io.darkroom.v1.PublishFramesResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.StreamServiceGrpc.StreamServiceStub;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.darkroom.v1.WatchPipelinesRequest;
import io.darkroom.v1.WatchPipelinesResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class WatchCallsTest {

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
    channel = channelTo(darkroom);
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  static ManagedChannel channelTo(Darkroom to) {
    return NettyChannelBuilder.forAddress("localhost", to.gateway.port())
        .usePlaintext()
        .flowControlWindow(65_535)
        .build();
  }

  private static StreamServiceStub streams() {
    return StreamServiceGrpc.newStub(channel);
  }

  private static TestCall<WatchFramesRequest, WatchFramesResponse> watchPipeline(
      String pipelineId) {
    return TestCall.open(
        streams()::watchFrames, WatchFramesRequest.newBuilder().setPipelineId(pipelineId).build());
  }

  private static TestCall<WatchFramesRequest, WatchFramesResponse> watchStream(String streamId) {
    return TestCall.open(
        streams()::watchFrames, WatchFramesRequest.newBuilder().setStreamId(streamId).build());
  }

  private static Frame frame(String streamId, long sequence, byte[] image) {
    return FrameCodec.message(
        FrameCodec.encode(
            io.darkroom.frame.Frame.captured(
                streamId,
                42,
                sequence,
                Instant.ofEpochSecond(1_000),
                Encoding.JPEG,
                ByteString.copyFrom(image))));
  }

  private static void deliver(String pipelineId, int from, int to, byte[] image) {
    for (int i = from; i < to; i++) {
      darkroom.job.deliver(
          FrameCodec.decode(frame("any", i, image).toByteArray()),
          pipelineId,
          1,
          new SourcePosition(0, i, 5));
    }
  }

  @Test
  void beginsWithTheNewestFrame() {
    darkroom.putPipeline("seeded", "seeded-stream", "");
    darkroom.post("/v1/streams/seeded-stream/frames", "image/jpeg", JPEG);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        darkroom
                            .json("/v1/streams/seeded-stream")
                            .at("/pipelines/0/frames")
                            .asInt())
                    .isEqualTo(1));
    try (var raw = watchStream("seeded-stream");
        var processed = watchPipeline("seeded")) {
      WatchFramesResponse first = raw.next();
      assertThat(first.getFrame().getImage().toByteArray()).isEqualTo(JPEG);
      assertThat(first.getInitial()).isTrue();
      WatchFramesResponse result = processed.next();
      assertThat(result.getFrame().getProcessing().getPipelineId()).isEqualTo("seeded");
      assertThat(result.getInitial()).isTrue();
      assertThat(result.getPosition()).isEqualTo(first.getPosition());
      JsonNode published =
          Darkroom.json(darkroom.post("/v1/streams/seeded-stream/frames", "image/jpeg", JPEG));
      WatchFramesResponse second = raw.next();
      assertThat(second.getFrame().getSequence()).isEqualTo(1);
      assertThat(second.getInitial()).isFalse();
      assertThat(second.getPosition()).isEqualTo(second.getFrame().getPosition());
      assertThat(second.getPosition().getOffset())
          .isEqualTo(published.at("/position/offset").asLong());
      assertThat(processed.next().getPosition()).isEqualTo(second.getPosition());
    }
    await()
        .untilAsserted(
            () ->
                assertThat(darkroom.json("/v1/streams/seeded-stream").path("subscribers").asInt(-1))
                    .isZero());
  }

  @Test
  void countsTheFramesThatASlowReaderMisses() {
    darkroom.putPipeline("slow", "slow-stream", "");
    byte[] image = Arrays.copyOf(JPEG, 100_000);
    try (var watch = watchPipeline("slow")) {
      deliver("slow", 0, 1, image);
      assertThat(watch.next().getFrame().getSequence()).isZero();
      watch.pause();
      deliver("slow", 1, 200, image);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          darkroom
                              .json("/v1/streams/slow-stream")
                              .at("/pipelines/0/drops/slow_subscriber")
                              .asInt())
                      .isGreaterThan(50));
      watch.resume();
      long last = 0;
      while (last < 199) {
        WatchFramesResponse message = watch.next();
        long next = message.getFrame().getSequence();
        assertThat(next - last - 1)
            .isEqualTo(message.getDroppedOrDefault("slow_subscriber", 0))
            .isNotNegative();
        last = next;
      }
      assertThat(watch.waiting()).isZero();
    }
  }

  @Test
  void endsWatchesOfADeletedPipeline() {
    darkroom.putPipeline("deleted", "deleted-stream", "");
    try (var watch = watchPipeline("deleted")) {
      deliver("deleted", 0, 1, JPEG);
      assertThat(watch.next().getFrame().getSequence()).isZero();
      darkroom.delete("/v1/pipelines/deleted");
      assertThat(watch.end().getCode()).isEqualTo(Code.NOT_FOUND);
    }
  }

  @Test
  void refusesToWatchAnUnknownPipeline() {
    try (var unknown = watchPipeline("unknown");
        var bad = watchStream("-bad");
        var nothing =
            TestCall.<WatchFramesRequest, WatchFramesResponse>open(
                streams()::watchFrames, WatchFramesRequest.getDefaultInstance())) {
      assertThat(unknown.end().getCode()).isEqualTo(Code.NOT_FOUND);
      assertThat(bad.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(nothing.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void publishesFramesAndCountsRejects() {
    try (TestCall<Frame, PublishFramesResponse> publish = TestCall.open(streams()::publishFrames)) {
      for (int i = 0; i < 30; i++) {
        publish.send(frame("published", i, JPEG));
      }
      publish.send(frame("published", 30, JPEG).toBuilder().clearStreamId().build());
      publish.send(frame("other", 31, JPEG));
      publish.send(frame("published", 32, new byte[] {1, 2, 3}));
      publish.send(frame("published", 33, JPEG).toBuilder().setSequence(-1).build());
      publish.halfClose();
      PublishFramesResponse answer = publish.next();
      assertThat(answer.getFrames()).isEqualTo(31);
      assertThat(answer.getPosition().getOffset()).isGreaterThanOrEqualTo(30);
      assertThat(answer.getRejectsMap())
          .isEqualTo(Map.of("INVALID_ARGUMENT", 1L, "INVALID_IMAGE", 1L, "INVALID_FRAME", 1L));
      assertThat(publish.end().getCode()).isEqualTo(Code.OK);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(darkroom.json("/v1/streams/published").path("frames").asInt())
                    .isEqualTo(31));
    assertThat(darkroom.json("/v1/streams/published").path("missing").asInt(-1)).isZero();
  }

  @Test
  void endsWatchesOnShutdown() throws Exception {
    try (Darkroom other = Darkroom.withoutJob(Broker.shared())) {
      ManagedChannel toOther = channelTo(other);
      other.post("/v1/streams/cam/frames", "image/jpeg", JPEG);
      try (TestCall<WatchPipelinesRequest, WatchPipelinesResponse> watch =
              TestCall.open(
                  PipelineServiceGrpc.newStub(toOther)::watchPipelines,
                  WatchPipelinesRequest.getDefaultInstance());
          TestCall<WatchFramesRequest, WatchFramesResponse> frames =
              TestCall.open(
                  StreamServiceGrpc.newStub(toOther)::watchFrames,
                  WatchFramesRequest.newBuilder().setStreamId("cam").build())) {
        watch.next();
        frames.next();
        other.gateway.close();
        assertThat(watch.end().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(watch.end().getDescription()).contains("shutting down");
        assertThat(frames.end().getCode()).isEqualTo(Code.UNAVAILABLE);
      }
      toOther.shutdownNow();
    }
  }
}
