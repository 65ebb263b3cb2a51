package io.darkroom.gateway.resources;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.PipelineServiceGrpc;
import io.darkroom.v1.PipelineServiceGrpc.PipelineServiceStub;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.WatchPipelinesRequest;
import io.darkroom.v1.WatchPipelinesResponse;
import io.darkroom.v1.WatchStreamsRequest;
import io.darkroom.v1.WatchStreamsResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ResourceWatchTest {

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
    channel =
        ManagedChannelBuilder.forAddress("localhost", darkroom.gateway.port())
            .usePlaintext()
            .build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static TestCall<WatchPipelinesRequest, WatchPipelinesResponse> watch(
      String streamId, String from) {
    PipelineServiceStub pipelines = PipelineServiceGrpc.newStub(channel);
    return TestCall.open(
        pipelines::watchPipelines,
        WatchPipelinesRequest.newBuilder().setStreamId(streamId).setFrom(from).build());
  }

  private static List<String> idsOf(WatchPipelinesResponse answer) {
    return answer.getPipelinesList().stream().map(Pipeline::getPipelineId).toList();
  }

  @Test
  void sendsASnapshotThenChangesAndDeletionsOnly() {
    darkroom.putPipeline("first", "watched", "grayscale");
    try (var watch = watch("watched", "")) {
      WatchPipelinesResponse snapshot = watch.next();
      assertThat(snapshot.getSnapshot()).isTrue();
      assertThat(idsOf(snapshot)).containsExactly("first");
      darkroom.putPipeline("elsewhere", "other", "");
      darkroom.putPipeline("second", "watched", "");
      WatchPipelinesResponse created = watch.next();
      assertThat(created.getSnapshot()).isFalse();
      assertThat(idsOf(created)).containsExactly("second");
      darkroom.putPipeline("first", "watched", "");
      assertThat(watch.next().getPipelines(0).getRevision()).isEqualTo(2);
      darkroom.delete("/v1/pipelines/first");
      darkroom.delete("/v1/pipelines/elsewhere");
      WatchPipelinesResponse deleted = watch.next();
      assertThat(deleted.getPipelinesList()).isEmpty();
      assertThat(deleted.getDeletedPipelineIdsList()).containsExactly("first");
      darkroom.putPipeline("second", "other", "");
      assertThat(watch.next().getDeletedPipelineIdsList()).containsExactly("second");
      assertThat(watch.waiting()).isZero();
    }
  }

  @Test
  void resumesWithTheMissedChanges() {
    darkroom.putPipeline("kept", "resumed", "");
    darkroom.putPipeline("dropped", "resumed", "");
    String token;
    try (var watch = watch("resumed", "")) {
      token = watch.next().getResumeToken();
    }
    darkroom.putPipeline("added", "resumed", "");
    darkroom.delete("/v1/pipelines/dropped");
    try (var watch = watch("resumed", token)) {
      WatchPipelinesResponse missed = watch.next();
      assertThat(missed.getSnapshot()).isFalse();
      assertThat(idsOf(missed)).containsExactly("added");
      assertThat(missed.getDeletedPipelineIdsList()).contains("dropped");
      token = missed.getResumeToken();
    }
    try (var watch = watch("resumed", token)) {
      WatchPipelinesResponse bookmark = watch.next();
      assertThat(bookmark).isEqualTo(bookmark(bookmark.getResumeToken()));
      assertThat(bookmark.getResumeToken()).isNotEmpty();
    }
  }

  private static WatchPipelinesResponse bookmark(String token) {
    return WatchPipelinesResponse.newBuilder().setResumeToken(token).build();
  }

  @Test
  void sendsASnapshotForATokenOfAnotherGateway() {
    try (var watch = watch("", "0123456789ab-7")) {
      assertThat(watch.next().getSnapshot()).isTrue();
    }
  }

  @Test
  void refusesAnInvalidToken() {
    try (var watch = watch("", "7")) {
      assertThat(watch.end().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void outlastsUnaryCallsAndSendsBookmarksIfNothingChanges() {
    long opened = System.nanoTime();
    try (var patient = watch("patient", "");
        TestCall<WatchStreamsRequest, WatchStreamsResponse> watch =
            TestCall.open(
                StreamServiceGrpc.newStub(channel)::watchStreams,
                WatchStreamsRequest.newBuilder()
                    .addStreamIds("busy")
                    .setInterval(Durations.fromMillis(100))
                    .build())) {
      assertThat(patient.next().getPipelinesList()).isEmpty();
      assertThat(watch.next().getStreamsList()).isEmpty();
      darkroom.post("/v1/streams/quiet/frames", "image/jpeg", JPEG);
      darkroom.post("/v1/streams/busy/frames", "image/jpeg", JPEG);
      WatchStreamsResponse answer = watch.next();
      assertThat(answer.getStreamsList()).hasSize(1);
      assertThat(answer.getStreams(0).getFrames()).isEqualTo(1);
      assertThat(answer.getStreams(0).getState()).isEqualTo("live");
      // No more frames arrive, so the stream ends by time alone.
      while (!answer.getStreams(0).getState().equals("ended")) {
        answer = watch.next();
      }
      assertThat(answer.getStreams(0).getFps()).isZero();
      WatchPipelinesResponse bookmark = patient.next();
      assertThat(bookmark).isEqualTo(bookmark(bookmark.getResumeToken()));
      assertThat(bookmark.getResumeToken()).isNotEmpty();
      Duration unary = Darkroom.config(Broker.shared()).requestDeadline().plusSeconds(5);
      await().until(() -> System.nanoTime() - opened > unary.toNanos());
      darkroom.putPipeline("late", "patient", "");
      WatchPipelinesResponse late = patient.next();
      while (late.getPipelinesList().isEmpty()) {
        assertThat(late).isEqualTo(bookmark(late.getResumeToken()));
        late = patient.next();
      }
      assertThat(idsOf(late)).containsExactly("late");
    }
  }
}
