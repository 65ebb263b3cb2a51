package io.darkroom.gateway;

import static io.darkroom.gateway.Darkroom.JPEG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.darkroom.v1.ListPipelinesResponse;
import io.darkroom.v1.ListStreamsResponse;
import io.darkroom.v1.PipelineServiceGrpc;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.WatchPipelinesRequest;
import io.darkroom.v1.WatchStreamsRequest;
import io.grpc.ManagedChannel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls that watch the states of pipelines and streams. */
class WatchStatesTest {

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
    channel = WatchCallsTest.channelTo(darkroom);
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  @Test
  void pipelinesComeAtOnceAndWithEveryChange() {
    darkroom.putPipeline("first", "watched", "grayscale");
    try (TestCall<WatchPipelinesRequest, ListPipelinesResponse> watch =
        TestCall.open(
            PipelineServiceGrpc.newStub(channel)::watchPipelines,
            WatchPipelinesRequest.newBuilder().setStreamId("watched").build())) {
      assertThat(idsOf(watch.next())).containsExactly("first");
      darkroom.putPipeline("elsewhere", "other", "");
      darkroom.putPipeline("second", "watched", "");
      assertThat(idsOf(watch.next())).containsExactly("first", "second");
      darkroom.putPipeline("first", "watched", "");
      assertThat(watch.next().getPipelines(0).getRevision()).isEqualTo(2);
      darkroom.delete("/v1/pipelines/first");
      assertThat(idsOf(watch.next())).containsExactly("second");
      assertThat(watch.waiting()).isZero();
    }
  }

  @Test
  void aWatchOutlastsTheTimeThatSingleCallsHave() {
    try (TestCall<WatchPipelinesRequest, ListPipelinesResponse> watch =
        TestCall.open(
            PipelineServiceGrpc.newStub(channel)::watchPipelines,
            WatchPipelinesRequest.newBuilder().setStreamId("patient").build())) {
      assertThat(idsOf(watch.next())).isEmpty();
      java.time.Duration timeout =
          Darkroom.config(Broker.shared()).requestDeadline().plusSeconds(5);
      long opened = System.nanoTime();
      await()
          .atMost(timeout.plusSeconds(10))
          .until(() -> System.nanoTime() - opened > timeout.plusMillis(500).toNanos());
      darkroom.putPipeline("late", "patient", "");
      assertThat(idsOf(watch.next())).containsExactly("late");
    }
  }

  private static List<String> idsOf(ListPipelinesResponse answer) {
    return answer.getPipelinesList().stream().map(p -> p.getPipelineId()).toList();
  }

  @Test
  void streamsComeAtOnceAndWhileTheyChange() {
    try (TestCall<WatchStreamsRequest, ListStreamsResponse> watch =
        TestCall.open(
            StreamServiceGrpc.newStub(channel)::watchStreams,
            WatchStreamsRequest.newBuilder()
                .addStreamIds("busy")
                .setInterval(Duration.newBuilder().setNanos(100_000_000))
                .build())) {
      assertThat(watch.next().getStreamsList()).isEmpty();
      darkroom.post("/v1/streams/quiet/frames", "image/jpeg", JPEG);
      darkroom.post("/v1/streams/busy/frames", "image/jpeg", JPEG);
      ListStreamsResponse answer = watch.next();
      assertThat(answer.getStreamsList()).hasSize(1);
      assertThat(answer.getStreams(0).getFrames()).isEqualTo(1);
      assertThat(answer.getStreams(0).getState()).isEqualTo("live");
      // Nothing comes any more, so that it falls idle by time alone.
      while (!answer.getStreams(0).getState().equals("idle")) {
        answer = watch.next();
      }
      assertThat(answer.getStreams(0).getFps()).isZero();
    }
  }
}
