package io.darkroom.gateway.frames.watch;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.Frame;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Watchers that resume at the same gateway or at another one. */
@Tag("slow")
class ResumeTest {

  private static Darkroom one;
  private static Darkroom two;

  @BeforeAll
  static void start() {
    one = Darkroom.start();
    two = Darkroom.of(Darkroom.config(Broker.shared()).with(one.topics));
  }

  @AfterAll
  static void stop() throws Exception {
    two.close();
    one.close();
  }

  private static void putPipeline(String id) {
    one.putPipeline(id, id + "-stream", "");
    await().until(() -> two.get("/v1/pipelines/" + id).statusCode() == 200);
  }

  private static void deliver(String pipelineId, int sequence) {
    var frame =
        io.darkroom.frame.Frame.captured(
            "any", 1, sequence, Instant.EPOCH, Encoding.JPEG, Darkroom.jpeg());
    one.job.deliver(frame, pipelineId, 1, new SourcePosition(0, sequence, 5));
  }

  private static void deliver(String pipelineId, int from, int to) {
    IntStream.range(from, to).forEach(i -> deliver(pipelineId, i));
  }

  @Test
  void recognizesARepeatAtAnotherGateway() {
    String call = "/v1/streams/moved/frames?epoch=5&sequence=1";
    JsonNode first = Darkroom.json(one.post(call, "image/jpeg", JPEG));
    assertThat(first.path("repeated").asBoolean()).isFalse();
    await().until(() -> two.json("/v1/streams/moved").path("frames").asInt() == 1);
    JsonNode again = Darkroom.json(two.post(call, "image/jpeg", JPEG));
    assertThat(again.path("repeated").asBoolean()).isTrue();
    assertThat(again.path("position")).isEqualTo(first.path("position"));
  }

  private static String watch(String pipelineId, String query) {
    return "/v1/pipelines/%s/frames?ack=none&max_lag=60000%s".formatted(pipelineId, query);
  }

  /**
   * A job that keeps running without watchers, but never gets further ahead than the queue of a
   * watcher holds.
   */
  private static final class Job implements Runnable {
    private final String pipelineId;
    private final int frames;
    private final AtomicInteger seen = new AtomicInteger();

    Job(String pipelineId, int frames) {
      this.pipelineId = pipelineId;
      this.frames = frames;
    }

    @Override
    public void run() {
      for (int i = 0; i < frames; i++) {
        int next = i;
        await().pollInterval(Duration.ofMillis(1)).until(() -> next - seen.get() < 50);
        deliver(pipelineId, i);
        if (i % 7 == 6) {
          // As if the job had restarted from its last checkpoint.
          deliver(pipelineId, i - 3, i + 1);
        }
      }
    }
  }

  @Test
  void deliversEachFrameOnceToAWatcherThatChangesGateways() throws Exception {
    putPipeline("hopping");
    Job job = new Job("hopping", 400);
    Thread thread = new Thread(job);
    List<Long> sequences = new ArrayList<>();
    String query = "";
    for (int hop = 0; sequences.size() < job.frames; hop++) {
      Darkroom gateway = hop % 2 == 0 ? one : two;
      try (TestSocket watch = gateway.socket(watch("hopping", query))) {
        if (hop == 0) {
          thread.start();
        }
        int most = Math.min(job.frames, sequences.size() + 37);
        while (sequences.size() < most) {
          Frame frame = watch.nextFrame();
          sequences.add(frame.getSequence());
          query = "&from=" + frame.getResumeToken();
          job.seen.set(sequences.size());
        }
      }
    }
    thread.join();
    assertThat(sequences).isEqualTo(IntStream.range(0, 400).mapToObj(i -> (long) i).toList());
  }

  @Test
  void resumesAStreamAtAnotherGateway() {
    try (TestSocket first = one.socket("/v1/streams/raw-cam/frames")) {
      one.post("/v1/streams/raw-cam/frames", "image/jpeg", JPEG);
      String token = first.nextFrame().getResumeToken();
      for (int i = 1; i < 10; i++) {
        one.post("/v1/streams/raw-cam/frames", "image/jpeg", JPEG);
      }
      try (TestSocket second = two.socket("/v1/streams/raw-cam/frames?from=" + token)) {
        for (int i = 1; i < 10; i++) {
          assertThat(second.nextFrame().getSequence()).isEqualTo(i);
        }
        one.post("/v1/streams/raw-cam/frames", "image/jpeg", JPEG);
        assertThat(second.nextFrame().getSequence()).isEqualTo(10);
        assertThat(second.nextJson().at("/hello/position").asText()).isEqualTo(token);
      }
    }
  }

  @Test
  void resumesFromTheHelloIfNoFrameHasArrived() {
    putPipeline("helloed");
    deliver("helloed", 0);
    await().until(() -> two.get("/v1/pipelines/helloed/snapshot").statusCode() == 200);
    JsonNode hello;
    try (TestSocket watch = two.socket(watch("helloed", ""))) {
      hello = watch.nextJson();
    }
    deliver("helloed", 1, 4);
    String from = "&from=" + hello.at("/hello/position").asText();
    try (TestSocket watch = one.socket(watch("helloed", from))) {
      for (int i = 1; i < 4; i++) {
        assertThat(watch.nextFrame().getSequence()).isEqualTo(i);
      }
    }
  }

  @Test
  void replayWaitsForASlowWatcher() {
    putPipeline("patient");
    String token;
    try (TestSocket watch = one.socket(watch("patient", ""))) {
      deliver("patient", 0);
      token = watch.nextFrame().getResumeToken();
    }
    deliver("patient", 1, 200);
    await()
        .until(
            () -> two.json("/v1/streams/patient-stream").at("/pipelines/0/frames").asInt() == 200);
    try (TestSocket watch = two.socket("/v1/pipelines/patient/frames?ack=1&from=" + token)) {
      for (int i = 1; i < 200; i++) {
        assertThat(watch.nextFrame().getSequence()).isEqualTo(i);
        watch.acknowledge(i);
      }
    }
  }

  @Test
  void resumesACallAtAnotherGateway() {
    putPipeline("called");
    String token;
    try (TestSocket watch = one.socket(watch("called", ""))) {
      deliver("called", 0);
      token = watch.nextFrame().getResumeToken();
    }
    deliver("called", 1, 3);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", two.gateway.port()).usePlaintext().build();
    WatchFramesRequest request =
        WatchFramesRequest.newBuilder().setPipelineId("called").setFrom(token).build();
    try (TestCall<WatchFramesRequest, WatchFramesResponse> call =
            TestCall.open(StreamServiceGrpc.newStub(channel)::watchFrames, request);
        TestCall<WatchFramesRequest, WatchFramesResponse> bad =
            TestCall.open(
                StreamServiceGrpc.newStub(channel)::watchFrames,
                request.toBuilder().setStreamId("called").build())) {
      for (int i = 1; i < 3; i++) {
        WatchFramesResponse message = call.next();
        assertThat(message.getFrame().getSequence()).isEqualTo(i);
        assertThat(message.getInitial()).isFalse();
        assertThat(message.getResumeToken()).isNotEmpty().isNotEqualTo(token);
      }
      assertThat(bad.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void refusesATokenOfAnotherPipeline() {
    putPipeline("refusing");
    String token;
    try (TestSocket watch = one.socket(watch("refusing", ""))) {
      token = watch.nextJson().at("/hello/position").asText();
    }
    assertThat(token).isNotEmpty();
    for (String path :
        List.of(
            "/v1/streams/refusing/frames?from=" + token,
            "/v1/pipelines/refusing/frames?from=nonsense",
            "/v1/pipelines/refusing/frames?from=")) {
      HttpResponse<byte[]> refused = one.get(path);
      assertThat(refused.statusCode()).isEqualTo(400);
      JsonNode error = Darkroom.json(refused);
      assertThat(error.path("code").asText()).isEqualTo("INVALID_ARGUMENT");
      assertThat(error.at("/details/0/field").asText()).isEqualTo("from");
    }
  }

  @Test
  void resumesWithTheOldestFrameLeftAndReportsTheDeletedOnes() throws Exception {
    putPipeline("expired");
    String token;
    try (TestSocket watch = one.socket(watch("expired", ""))) {
      deliver("expired", 0);
      token = watch.nextFrame().getResumeToken();
    }
    deliver("expired", 1, 5);
    await()
        .until(() -> two.json("/v1/streams/expired-stream").at("/pipelines/0/frames").asInt() == 5);
    try (TestSocket watch = one.socket(watch("expired", "&from=" + token))) {
      for (int i = 1; i < 5; i++) {
        watch.nextFrame();
      }
    }
    try (Admin admin = Broker.shared().admin()) {
      int hash = Utils.toPositive(Utils.murmur2("expired".getBytes(UTF_8)));
      TopicPartition partition =
          new TopicPartition(
              one.topics.processed().name(), hash % one.topics.processed().partitions());
      long end =
          admin
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .partitionResult(partition)
              .get()
              .offset();
      // The test's own five frames are the last of the partition.
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end - 2))).all().get();
    }
    try (TestSocket watch = two.socket(watch("expired", "&from=" + token))) {
      assertThat(watch.nextFrame().getSequence()).isEqualTo(3);
      assertThat(watch.nextFrame().getSequence()).isEqualTo(4);
      assertThat(watch.nextJson().has("hello")).isTrue();
      assertThat(watch.nextJson().at("/dropped/expired").asLong()).isEqualTo(2);
    }
  }
}
