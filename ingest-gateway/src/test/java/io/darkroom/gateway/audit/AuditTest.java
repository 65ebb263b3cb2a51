package io.darkroom.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.gateway.testing.Callers;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GuardedDarkroom;
import io.darkroom.v1.AuditEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the records of the topic as an auditor would. */
class AuditTest {

  private GuardedDarkroom guarded;
  private Darkroom darkroom;
  private String admin;
  private KafkaConsumer<byte[], byte[]> consumer;
  private final List<AuditEvent> events = new ArrayList<>();

  @BeforeEach
  void start(@TempDir Path folder) {
    guarded = GuardedDarkroom.start(folder, Optional.empty());
    darkroom = guarded.darkroom();
    admin = guarded.admin();
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", darkroom.broker.address(), "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(darkroom.topics.audit().name(), 0)));
  }

  @AfterEach
  void stop() throws Exception {
    consumer.close();
    guarded.close();
  }

  private AuditEvent event(Predicate<AuditEvent> wanted) {
    await()
        .until(
            () -> {
              consumer
                  .poll(Duration.ofMillis(100))
                  .forEach(found -> events.add(read(found.value())));
              return events.stream().anyMatch(wanted);
            });
    return events.stream().filter(wanted).findFirst().orElseThrow();
  }

  private static AuditEvent read(byte[] value) {
    try {
      return AuditEvent.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void recordsAChangeWithTheStateBeforeAndAfter() {
    Callers.put(darkroom, "/v1/pipelines/edges", "{\"streamId\":\"lobby\"}", admin);
    AuditEvent created = event(event -> event.getResourceId().equals("edges"));
    assertThat(created.getOutcome()).isEqualTo("changed");
    assertThat(created.getAction()).isEqualTo("darkroom.v1.PipelineService/PutPipeline");
    assertThat(created.getResourceType()).isEqualTo("pipeline");
    assertThat(created.getCallerKind()).isEqualTo("key");
    assertThat(created.getCallerName()).isEqualTo(admin.split("_")[1]);
    assertThat(created.getClientAddress()).isEqualTo("127.0.0.1");
    assertThat(created.getCorrelationId()).isNotEmpty();
    assertThat(created.getBefore()).isEmpty();
    assertThat(created.getAfter()).contains("\"streamId\":\"lobby\"", "\"revision\":1");

    Callers.send(darkroom, "DELETE", "/v1/pipelines/edges", "", admin);
    AuditEvent deleted = event(event -> event.getAction().endsWith("DeletePipeline"));
    assertThat(deleted.getBefore()).contains("\"revision\":1");
    assertThat(deleted.getAfter()).isEmpty();
  }

  @Test
  void recordsNoSecrets() {
    String key = Callers.createKey(darkroom, admin, "viewer");
    String source = "{\"uri\":\"rtsp://user:hunter2@camera/a\",\"stopped\":true}";
    assertThat(Callers.put(darkroom, "/v1/sources/cam", source, admin)).isEqualTo(200);
    AuditEvent created = event(event -> event.getAction().endsWith("CreateKey"));
    assertThat(created.getResourceId()).isEqualTo(key.split("_")[1]);
    assertThat(created.getAfter()).contains("viewer");
    event(event -> event.getAction().endsWith("PutSource"));
    assertThat(events.toString()).doesNotContain("hunter2").doesNotContain(key.split("_", 3)[2]);
  }

  @Test
  void recordsRefusalsButNotReadsAndValidations() {
    String viewer = Callers.createKey(darkroom, admin, "viewer", "lobby");
    darkroom.get("/v1/streams");
    Callers.put(darkroom, "/v1/pipelines/edges", "{\"streamId\":\"lobby\"}", viewer);
    Callers.send(darkroom, "GET", "/v1/streams/yard", "", viewer);
    Callers.put(darkroom, "/v1/pipelines/x?validateOnly=true", "{\"streamId\":\"lobby\"}", admin);
    Callers.send(darkroom, "GET", "/v1/pipelines", "", admin);

    AuditEvent unknown = event(event -> event.getCode().equals("UNAUTHENTICATED"));
    assertThat(unknown.getOutcome()).isEqualTo("refused");
    assertThat(unknown.getCallerKind()).isEqualTo("unknown");
    AuditEvent forbidden = event(event -> event.getCode().equals("FORBIDDEN"));
    assertThat(forbidden.getCallerName()).isEqualTo(viewer.split("_")[1]);
    assertThat(forbidden.getAction()).isEqualTo("darkroom.v1.PipelineService/PutPipeline");
    event(event -> event.getCode().equals("NOT_FOUND"));
    assertThat(events).filteredOn(event -> event.getOutcome().equals("changed")).hasSize(1);
  }

  @Test
  void aFloodOfRefusalsIsCountedInsteadOfRecorded() {
    for (int i = 0; i < 400; i++) {
      darkroom.get("/v1/streams");
    }
    byte[] metrics = Callers.send(darkroom, "GET", "/metrics", "", admin).body();
    assertThat(new String(metrics)).containsPattern("darkroom_gateway_audit_skipped_total [1-9]");
  }
}
