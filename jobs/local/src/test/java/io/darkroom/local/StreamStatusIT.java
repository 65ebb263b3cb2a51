package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.darkroom.frame.Frame;
import io.darkroom.topic.Topics;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.StreamReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the job reports of streams, and what happens when their partitions change. */
class StreamStatusIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

  private static TestStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void reportsAStreamWithinASecondAndItsEndWithinThree() throws Exception {
    await()
        .atMost(TIMEOUT)
        .until(() -> stack.gateway().get("healthz").at("/job").has("checkpointAgeMillis"));
    pipeline("edges", "cam", "sobel");
    try (StreamStatusReader status = reader("cam")) {
      publish("cam", 2, 30);
      await().atMost(TIMEOUT).until(() -> ended(status.last()) && acknowledged(status.last()));

      StreamReport first = status.all().get(0);
      assertThat(first.getLive()).isTrue();
      assertThat(first.getFrames()).isEqualTo(1);
      assertThat(millis(first.getLastPosition().getAppendedAt(), first.getReportedAt()))
          .isLessThan(1_000);
      StreamReport end = status.all().stream().filter(StreamStatusIT::ended).findFirst().get();
      assertThat(millis(end.getLastPosition().getAppendedAt(), end.getReportedAt()))
          .isLessThan(3_000);
      assertThat(end.getFrames()).isEqualTo(30);
      assertThat(end.getMisplaced()).isIn(0L, 30L);
      PipelineReport edges = status.last().getPipelines(0);
      assertThat(edges.getFrames()).isEqualTo(30);
      assertThat(processed(edges.getPipelineId())).hasSize(30);
      assertThat(edges.getNewestResult().getOffset()).isGreaterThanOrEqualTo(29);
    }
  }

  @Test
  void aStreamThatMovesToANewPartitionLosesNoFrameAndItsFiltersWarmUpAgain() throws Exception {
    pipeline("motion", "moving", "background_subtraction(history=100)");
    try (Admin admin = Admin.create(client());
        StreamStatusReader status = reader("moving")) {
      publish("moving", 1, 150);
      String frames = TOPICS.frames().name();
      int before = partitions(admin, frames);
      admin.createPartitions(Map.of(frames, NewPartitions.increaseTo(before + 2))).all().get();
      await().atMost(TIMEOUT).until(() -> partitions(admin, frames) == before + 2);
      publish("moving", before, 20);
      publish("moving", before + 1, 20);
      await().atMost(TIMEOUT).until(() -> processed("motion").size() >= 190);

      List<Frame> results = processed("motion");
      assertThat(results).hasSize(190);
      assertThat(of(results, 1).get(149).processing().orElseThrow().warmingUp()).isFalse();
      List<StreamReport> reports = new ArrayList<>();
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                reports.clear();
                reports.addAll(status.all());
                return reports.stream().anyMatch(r -> r.getPartition() == before + 1);
              });
      int subtask = subtaskOf(reports, 1);
      int other = subtaskOf(reports, before) == subtask ? before + 1 : before;
      assertThat(subtaskOf(reports, other)).isNotEqualTo(subtask);
      assertThat(of(results, other).get(0).processing().orElseThrow().warmingUp()).isTrue();
    }
  }

  private static List<Frame> of(List<Frame> results, int partition) {
    return results.stream()
        .filter(frame -> frame.processing().orElseThrow().source().partition() == partition)
        .toList();
  }

  private static int subtaskOf(List<StreamReport> reports, int partition) {
    return reports.stream()
        .filter(report -> report.getPartition() == partition)
        .findFirst()
        .orElseThrow()
        .getSubtask();
  }

  private static boolean ended(StreamReport report) {
    return report.getFrames() > 0 && !report.getLive();
  }

  private static boolean acknowledged(StreamReport report) {
    return report.getPipelinesCount() == 1 && report.getPipelines(0).hasNewestResult();
  }

  private static long millis(Timestamp from, Timestamp to) {
    return Timestamps.toMillis(to) - Timestamps.toMillis(from);
  }

  private static void pipeline(String id, String stream, String chain) {
    stack
        .gateway()
        .put(
            "v1/pipelines/" + id,
            JsonNodeFactory.instance.objectNode().put("streamId", stream).put("chain", chain));
  }

  private static StreamStatusReader reader(String stream) {
    return new StreamStatusReader(stack.local().bootstrapServers(), stream);
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", stack.local().bootstrapServers());
  }

  private static int partitions(Admin admin, String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }

  private static void publish(String stream, int partition, int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      IntStream.range(0, count)
          .mapToObj(i -> TestPictures.jpeg(64, 48, i))
          .forEach(
              jpeg ->
                  producer.send(
                      new ProducerRecord<>(
                          TOPICS.frames().name(), partition, stream.getBytes(UTF_8), jpeg)));
    }
  }

  private static List<Frame> processed(String pipelineId) {
    return new WrittenResults(stack.local().bootstrapServers(), TOPICS).of(pipelineId);
  }
}
