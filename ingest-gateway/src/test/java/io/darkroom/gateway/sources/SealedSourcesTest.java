package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.secrets.KeysetFile;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.FakeSources;
import io.darkroom.gateway.testing.StoredRecords;
import io.darkroom.v1.Source;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that encrypt the passwords of sources in Kafka. */
@Tag("slow")
class SealedSourcesTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String WITH_SECRETS =
      "{\"uri\":\"rtsp://ann:hush-hush@camera/a?token=t0ken-value\"}";
  private static final String COMPLETE = "rtsp://ann:hush-hush@camera/a?token=t0ken-value";

  @TempDir private Path folder;

  private final GatewayConfig base = Darkroom.config(Broker.shared());
  private final FakeSources cameras = new FakeSources();
  private KeysetFile keyset;

  @BeforeEach
  void create() {
    keyset = new KeysetFile(folder.resolve("keyset.json"));
    keyset.create();
  }

  @AfterEach
  void stop() {
    cameras.close();
  }

  private GatewayConfig with(Path file) {
    return base.with(base.sources().withKeyset(file), base.library());
  }

  private Darkroom sealing() {
    return Darkroom.of(with(keyset.path()), cameras);
  }

  private List<byte[]> records() {
    return StoredRecords.of(Broker.shared(), base.topics().sources().name());
  }

  private static void assertNoSecret(List<byte[]> values) {
    assertThat(values)
        .isNotEmpty()
        .allSatisfy(
            value ->
                assertThat(new String(value, ISO_8859_1))
                    .doesNotContain("hush-hush", "t0ken-value"));
  }

  private static JsonNode put(Darkroom darkroom, String id, String json) {
    HttpResponse<byte[]> answer = darkroom.put("/v1/sources/" + id, json);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return Darkroom.json(answer);
  }

  private static void awaitState(Darkroom darkroom, String id, String state) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(darkroom.json("/v1/sources/" + id).at("/status/state").asText())
                    .isEqualTo(state));
  }

  private List<String> fetched(String id) {
    return cameras.started.stream()
        .filter(source -> source.getSourceId().equals(id))
        .map(source -> SourceCredentials.completed(source).text())
        .toList();
  }

  @Test
  void noRecordHasAPasswordAndEachCallWorksAsInClear() throws Exception {
    try (Darkroom darkroom = sealing()) {
      JsonNode created = put(darkroom, "lobby", WITH_SECRETS);
      assertThat(created.path("hasCredentials").asBoolean()).isTrue();
      assertThat(created.has("credentials")).isFalse();
      awaitState(darkroom, "lobby", "live");
      assertThat(put(darkroom, "lobby", WITH_SECRETS).path("revision").asLong())
          .as("the same password is no change")
          .isEqualTo(1);
      JsonNode read = darkroom.json("/v1/sources/lobby");
      assertThat(put(darkroom, "lobby", read.toString()).path("revision").asLong()).isEqualTo(1);
      assertThat(
              put(darkroom, "lobby", WITH_SECRETS.replace("/a?", "/b?")).path("revision").asLong())
          .isEqualTo(2);
      post(darkroom, "lobby", "stop");
      post(darkroom, "lobby", "start");
      awaitState(darkroom, "lobby", "live");
      assertThat(fetched("lobby"))
          .containsExactly(
              COMPLETE, COMPLETE.replace("/a?", "/b?"), COMPLETE.replace("/a?", "/b?"));
    }
    assertThat(records()).hasSize(4);
    assertNoSecret(records());

    try (Darkroom again = sealing()) {
      awaitState(again, "lobby", "live");
      assertThat(fetched("lobby")).hasSize(4);
    }
  }

  private static void post(Darkroom darkroom, String id, String verb) {
    String path = "/v1/sources/%s:%s".formatted(id, verb);
    assertThat(darkroom.post(path, "application/json", "{}".getBytes(UTF_8)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aPutAfterARotationOrInPlaceOfAClearRecordEncryptsAnewWithoutARestart() throws Exception {
    try (Darkroom clear = Darkroom.of(base, cameras)) {
      put(clear, "lobby", WITH_SECRETS);
    }
    assertThat(new String(records().get(0), ISO_8859_1)).contains("hush-hush");
    try (Darkroom darkroom = sealing()) {
      awaitState(darkroom, "lobby", "live");
      assertThat(put(darkroom, "lobby", WITH_SECRETS).path("revision").asLong()).isEqualTo(1);
      assertThat(records()).hasSize(2);
      assertNoSecret(records().subList(1, 2));

      int key = keyset.rotate();
      put(darkroom, "lobby", WITH_SECRETS);
      put(darkroom, "lobby", WITH_SECRETS);
      assertThat(records()).hasSize(3);
      assertThat(keyOf(records().get(2))).isEqualTo(key).isNotEqualTo(keyOf(records().get(1)));
      assertThat(darkroom.json("/v1/sources/lobby").path("revision").asLong()).isEqualTo(1);
      assertThat(fetched("lobby")).as("one run for each gateway").hasSize(2);
    }
  }

  /** Tink's ciphertexts start with a version and the id of the key. */
  private static int keyOf(byte[] value) throws Exception {
    return Source.parseFrom(value)
        .getCredentials()
        .getSealed()
        .substring(1)
        .asReadOnlyByteBuffer()
        .getInt();
  }

  @Test
  void aSourceWhoseKeyIsMissingFailsUntilTheKeyIsThereAndOthersRun() throws Exception {
    Path file = keyset.path();
    try (Darkroom first = sealing()) {
      put(first, "lobby", WITH_SECRETS);
    }
    String keys = Files.readString(file);
    KeysetFile other = new KeysetFile(folder.resolve("other.json"));
    other.create();
    try (Darkroom darkroom = Darkroom.of(with(other.path()), cameras)) {
      put(darkroom, "hall", WITH_SECRETS);
      awaitState(darkroom, "hall", "live");
      awaitState(darkroom, "lobby", "failed");
      JsonNode lobby = darkroom.json("/v1/sources/lobby");
      assertThat(lobby.at("/status/reason").asText())
          .contains("credentials: encrypted with key", other.path() + " does not have");
      assertThat(lobby.path("hasCredentials").asBoolean()).isTrue();
      assertThat(
              put(darkroom, "lobby", "{\"uri\":\"rtsp://camera/a?token={token}\"}")
                  .path("revision")
                  .asLong())
          .as("what cannot be read is kept")
          .isEqualTo(1);

      Files.writeString(other.path(), keys);
      awaitState(darkroom, "lobby", "live");
    }
    assertThat(fetched("lobby")).containsOnly(COMPLETE);
  }

  @Test
  void aGatewayWithoutAKeysetSaysWhatToDoAndTakesNewCredentials() throws Exception {
    try (Darkroom first = sealing()) {
      put(first, "lobby", WITH_SECRETS);
    }
    try (Darkroom darkroom = Darkroom.of(base, cameras)) {
      awaitState(darkroom, "lobby", "failed");
      assertThat(darkroom.json("/v1/sources/lobby").at("/status/reason").asText())
          .contains("--secrets-keyset FILE");
      put(darkroom, "lobby", WITH_SECRETS);
      awaitState(darkroom, "lobby", "live");
    }
  }

  @Test
  void aCiphertextThatWasMovedToAnotherSourceOrServerFails() throws Exception {
    try (Darkroom darkroom = sealing()) {
      put(darkroom, "lobby", WITH_SECRETS);
      put(darkroom, "hall", WITH_SECRETS);
      Source lobby = stored("lobby");
      try (KafkaProducer<byte[], byte[]> attacker = darkroom.producer()) {
        send(attacker, "hall", lobby.toBuilder().setRevision(7).build());
        send(
            attacker,
            "lobby",
            lobby.toBuilder().setRevision(7).setUri("rtsp://evil/a?token={token}").build());
      }
      for (String id : List.of("hall", "lobby")) {
        awaitState(darkroom, id, "failed");
        assertThat(darkroom.json("/v1/sources/" + id).at("/status/reason").asText())
            .contains("changed or moved");
      }
    }
  }

  private Source stored(String id) throws Exception {
    for (byte[] value : records()) {
      Source found = Source.parseFrom(value);
      if (found.getSourceId().equals(id)) {
        return found;
      }
    }
    throw new AssertionError(id);
  }

  private void send(KafkaProducer<byte[], byte[]> producer, String id, Source source)
      throws Exception {
    String topic = base.topics().sources().name();
    producer.send(new ProducerRecord<>(topic, id.getBytes(UTF_8), source.toByteArray())).get();
  }

  @Test
  void refusesToStartWithAKeysetThatCannotBeRead() {
    Path missing = folder.resolve("missing.json");
    assertThatThrownBy(() -> Darkroom.of(with(missing), cameras))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("--secrets-keyset: " + missing);
  }

  @Test
  void callersCannotSendCiphertexts() throws Exception {
    try (Darkroom darkroom = sealing()) {
      HttpResponse<byte[]> answer =
          darkroom.put(
              "/v1/sources/lobby", "{\"uri\":\"rtsp://a/\",\"credentials\":{\"sealed\":\"AQ==\"}}");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Darkroom.json(answer).path("message").asText()).contains("credentials.sealed");
    }
  }
}
