package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.topic.Topics;
import io.darkroom.v1.PipelineDemand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On-demand pipelines give results only while a gateway uses them; others always do. */
class OnDemandIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final int FRAMES_PER_SECOND = 30;

  private static final AtomicLong sequence = new AtomicLong();
  private static final byte[] jpeg = TestPictures.jpeg(64, 48, 1);
  private static TestStack stack;
  private static StreamPublisher publisher;
  private static ScheduledExecutorService camera;

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), false);
    publisher = stack.gateway().publish("cam");
    camera = Executors.newSingleThreadScheduledExecutor();
    camera.scheduleAtFixedRate(
        () -> publisher.send(FrameCodec.encode(frame())),
        0,
        1_000_000 / FRAMES_PER_SECOND,
        TimeUnit.MICROSECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    camera.shutdownNow();
    camera.awaitTermination(5, TimeUnit.SECONDS);
    publisher.close();
    stack.close();
  }

  private static Frame frame() {
    return Frame.captured(
        "cam",
        7,
        sequence.getAndIncrement(),
        Instant.now(),
        Encoding.JPEG,
        UnsafeByteOperations.unsafeWrap(jpeg));
  }

  private static void putOnDemand(String id, String chain) {
    stack
        .gateway()
        .put(
            "v1/pipelines/" + id,
            JsonNodeFactory.instance
                .objectNode()
                .put("streamId", "cam")
                .put("chain", chain)
                .put("onDemand", true));
  }

  private static JsonNode status(GatewayClient gateway, String id) {
    for (JsonNode pipeline : gateway.get("v1/streams/cam").path("pipelines")) {
      if (pipeline.path("pipelineId").asText().equals(id)) {
        return pipeline;
      }
    }
    throw new IllegalStateException("no status of " + id);
  }

  private static JsonNode status(String id) {
    return status(stack.gateway(), id);
  }

  private static void awaitIdle(String id) {
    await().atMost(TIMEOUT).until(() -> status(id).path("idle").asBoolean());
  }

  /** Waits until the job has left out this many more frames. */
  private static void awaitSkipped(String id, int frames) {
    long before = status(id).path("skippedFrames").asLong();
    await()
        .atMost(TIMEOUT)
        .until(() -> status(id).path("skippedFrames").asLong() >= before + frames);
  }

  /** Returns the sequences of all results of a pipeline that are in the topic. */
  private static List<Long> written(String pipelineId) {
    return new WrittenResults(stack.local().bootstrapServers(), TOPICS)
        .of(pipelineId).stream().map(Frame::sequence).toList();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", stack.local().bootstrapServers());
  }

  private static List<Long> range(long from, int count) {
    return LongStream.range(from, from + count).boxed().toList();
  }

  @Test
  void nothingIsWrittenWhileNobodyWatchesAndAWatcherGetsEachFrameFromItsFirst() {
    stack
        .gateway()
        .put(
            "v1/pipelines/always",
            JsonNodeFactory.instance.objectNode().put("streamId", "cam").put("chain", "invert"));
    putOnDemand("rare", "sobel");
    awaitIdle("rare");
    int before = written("rare").size();
    int always = written("always").size();
    awaitSkipped("rare", 60);
    assertThat(written("rare")).hasSize(before);
    assertThat(written("always").size()).isGreaterThanOrEqualTo(always + 50);
    assertThat(status("always").path("skippedFrames").asLong()).isZero();

    List<Long> received = new CopyOnWriteArrayList<>();
    PipelineSubscriber watcher =
        stack.gateway().subscribe("rare", frame -> received.add(frame.sequence()));
    await().atMost(TIMEOUT).until(() -> received.size() >= 60);
    assertThat(status("rare").path("idle").asBoolean()).isFalse();
    watcher.close();
    assertThat(received).isEqualTo(range(received.get(0), received.size()));
    assertThat(watcher.missed()).isZero();

    awaitIdle("rare");
    int after = written("rare").size();
    awaitSkipped("rare", 60);
    assertThat(written("rare")).hasSize(after);
    assertThat(status("rare").path("drops")).isEmpty();
  }

  @Test
  void aPipelineIsInUseWhileAnyOfTwoGatewaysUsesIt() throws Exception {
    putOnDemand("shared", "invert");
    awaitIdle("shared");
    GatewayConfig config =
        GatewayConfig.of(stack.local().bootstrapServers(), "localhost", 0)
            .with(
                SourceConfig.DEFAULT,
                new LibraryConfig(
                    stack.data().resolve("videos2"), stack.data().resolve("images2"), 1 << 20));
    try (Gateway other = Gateway.start(config)) {
      GatewayClient second = new GatewayClient("http://localhost:" + other.port());
      List<Long> here = new CopyOnWriteArrayList<>();
      List<Long> there = new CopyOnWriteArrayList<>();
      PipelineSubscriber first = stack.gateway().subscribe("shared", f -> here.add(f.sequence()));
      try (PipelineSubscriber last = second.subscribe("shared", f -> there.add(f.sequence()))) {
        await().atMost(TIMEOUT).until(() -> here.size() > 30 && there.size() > 30);
        first.close();
        // Longer than the first gateway reports the pipeline after its last watcher has left.
        await().atMost(TIMEOUT).until(() -> there.size() > 10 * FRAMES_PER_SECOND);
        assertThat(status(second, "shared").path("idle").asBoolean()).isFalse();
        assertThat(there).isEqualTo(range(there.get(0), there.size()));
      }
      awaitIdle("shared");
      assertThat(status(second, "shared").path("skippedFrames").asLong()).isPositive();
    }
  }

  @Test
  void whatAKilledGatewayUsedIsIdleSecondsLater() throws Exception {
    putOnDemand("orphan", "invert");
    awaitIdle("orphan");
    int before = written("orphan").size();
    byte[] report = PipelineDemand.newBuilder().addPipelineIds("orphan").build().toByteArray();
    try (KafkaProducer<byte[], byte[]> killed =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      killed.send(
          new ProducerRecord<>(TOPICS.pipelineDemand().name(), "killed".getBytes(UTF_8), report));
    }
    await().atMost(TIMEOUT).until(() -> !status("orphan").path("idle").asBoolean());
    awaitIdle("orphan");
    List<Long> results = written("orphan");
    assertThat(results.size() - before).isBetween(5 * FRAMES_PER_SECOND, 15 * FRAMES_PER_SECOND);
    awaitSkipped("orphan", 30);
    assertThat(written("orphan")).isEqualTo(results);
  }

  @Test
  void aModelIsUpToDateWhenTheFirstWatcherComesAndASnapshotIsNew() throws Exception {
    putOnDemand("motion", "background_subtraction(history=30)");
    awaitIdle("motion");
    awaitSkipped("motion", 60);
    long published = sequence.get();
    assertThat(stack.gateway().getImage("v1/pipelines/motion/snapshot")).isNotEmpty();
    assertThat(written("motion")).anyMatch(one -> one >= published);
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber watcher = stack.gateway().subscribe("motion", received::add)) {
      await().atMost(TIMEOUT).until(() -> !received.isEmpty());
    }
    assertThat(received.get(0).processing().orElseThrow().warmingUp()).isFalse();
  }
}
