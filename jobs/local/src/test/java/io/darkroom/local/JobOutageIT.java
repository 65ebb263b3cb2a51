package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayException;
import io.darkroom.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stops and restarts the job while the gateway runs. */
class JobOutageIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

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
  void detectsTheOutageWithinTenSecondsAndRecovers() throws Exception {
    await().atMost(TIMEOUT).until(JobOutageIT::ready);
    await()
        .atMost(TIMEOUT)
        .until(() -> stack.gateway().get("healthz").at("/job").has("checkpointAgeMillis"));

    stack.local().stopJob();
    await().atMost(Duration.ofSeconds(10)).until(() -> !ready());
    await().atMost(TIMEOUT).until(() -> dependency("job").path("state").asText().equals("down"));
    assertThat(dependency("job").path("lastError").asText()).startsWith("no catalogue for");
    assertThat(dependency("kafka").path("state").asText()).isEqualTo("up");

    stack.local().startJob();
    await().atMost(TIMEOUT).until(JobOutageIT::ready);
    assertThat(stack.gateway().get("healthz").at("/job/jobId").asText())
        .isEqualTo(stack.local().jobId());
  }

  @Test
  void countsFramesThatAreDeletedDuringTheOutage() throws Exception {
    await().atMost(TIMEOUT).until(JobOutageIT::ready);
    String topic = new Topics(Topics.DEFAULT_PREFIX).frames().name();
    TopicPartition partition = new TopicPartition(topic, 3);
    String lost = "darkroom_gateway_frames_lost_total";
    try (Admin admin = Admin.create(client())) {
      publish(partition, 2);
      await().atMost(TIMEOUT).until(() -> committed(admin, partition) == 2);

      stack.local().stopJob();
      publish(partition, 10);
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(9))).all().get();
      await()
          .atMost(TIMEOUT)
          .until(() -> metrics(stack.local().url()).contains(lost + "{partition=\"3\"} 7.0"));

      stack.local().startJob();
      await().atMost(TIMEOUT).until(() -> committed(admin, partition) == 12);
      await().atMost(TIMEOUT).until(() -> lostByTheJob().contains("partition=\"3\""));
      assertThat(lostByTheJob()).containsPattern("partition=\"3\"[^\n]*} 7.0");
    }
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", stack.local().bootstrapServers());
  }

  private static void publish(TopicPartition partition, int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(
            new ProducerRecord<>(
                partition.topic(), partition.partition(), "away".getBytes(UTF_8), new byte[10]));
      }
    }
  }

  private static long committed(Admin admin, TopicPartition partition) throws Exception {
    OffsetAndMetadata offset =
        admin
            .listConsumerGroupOffsets("darkroom-filter-job")
            .partitionsToOffsetAndMetadata()
            .get()
            .get(partition);
    return offset == null ? -1 : offset.offset();
  }

  /** The counter's lines from all of Flink's reporters on this machine. */
  private static String lostByTheJob() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int port = 19249; port < 19349; port++) {
      try {
        metrics("http://localhost:" + port)
            .lines()
            .filter(line -> line.contains("darkroom_job_frames_lost_total"))
            .forEach(line -> lines.append(line).append('\n'));
      } catch (IOException e) {
        // No reporter on this port.
      }
    }
    return lines.toString();
  }

  private static String metrics(String url) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), BodyHandlers.ofString())
        .body();
  }

  private static boolean ready() {
    try {
      return stack.gateway().get("readyz").path("ready").asBoolean();
    } catch (GatewayException e) {
      return false;
    }
  }

  private static JsonNode dependency(String name) {
    return stack.gateway().get("healthz").path("dependencies").path(name);
  }
}
