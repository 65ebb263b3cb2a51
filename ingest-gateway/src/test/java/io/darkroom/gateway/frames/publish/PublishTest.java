package io.darkroom.gateway.frames.publish;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.PNG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.topic.Topic;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PublishTest {

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static Frame frame(String streamId, long sequence) {
    return Frame.captured(
        streamId, 42, sequence, Instant.ofEpochSecond(1_000), Encoding.JPEG, Darkroom.jpeg());
  }

  private static void awaitFrames(String streamId, int frames) {
    await()
        .untilAsserted(() -> assertThat(status(streamId).path("frames").asInt()).isEqualTo(frames));
  }

  private static JsonNode status(String streamId) {
    return darkroom.json("/v1/streams/" + streamId);
  }

  @Test
  void numbersPostedImagesPerStream() {
    HttpResponse<byte[]> first = darkroom.post("/v1/streams/post/frames", "image/jpeg", JPEG);
    assertThat(first.statusCode()).isEqualTo(200);
    JsonNode answer = json(first);
    assertThat(answer.path("streamId").asText()).isEqualTo("post");
    assertThat(answer.path("sequence").asLong(-1)).isZero();
    assertThat(answer.path("epoch").asLong()).isPositive();

    HttpResponse<byte[]> second = darkroom.post("/v1/streams/post/frames", null, PNG);
    assertThat(json(second).path("sequence").asLong()).isEqualTo(1);
    assertThat(json(second).at("/position/partition")).isEqualTo(answer.at("/position/partition"));
    assertThat(json(second).at("/position/offset").asLong())
        .isGreaterThan(answer.at("/position/offset").asLong());

    awaitFrames("post", 2);
    JsonNode status = status("post");
    assertThat(status.path("state").asText()).isEqualTo("live");
    assertThat(status.path("totalBytes").isIntegralNumber()).isTrue();
    assertThat(status.path("totalBytes").asLong()).isEqualTo(JPEG.length + PNG.length);
    assertThat(status.path("missing").asLong()).isZero();
    assertThat(status.path("lastFrame").path("encoding").asText()).isEqualTo("png");
    assertThat(status.path("lastFrame").path("widthPx").asInt()).isEqualTo(16);
  }

  @Test
  void publishesByJson() {
    String body = "{\"image\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(JPEG));
    HttpResponse<byte[]> response =
        darkroom.post("/v1/streams/rpc/frames", "application/json", body.getBytes(UTF_8));
    assertThat(json(response).path("sequence").asLong(-1)).isZero();
    assertThat(json(response).at("/position/appendedAt").asText()).isNotEmpty();
    awaitFrames("rpc", 1);
  }

  @Test
  void acknowledgesSocketFramesInOrderAlsoAfterAnError() {
    try (TestSocket socket = darkroom.socket("/v1/streams/ws/publish")) {
      for (int i = 5; i < 30; i++) {
        socket.send(FrameCodec.encode(frame("ws", i)));
      }
      socket.send("nothing that is an image".getBytes(UTF_8));
      socket.send(FrameCodec.encode(frame("other", 7)));
      socket.send("text");
      socket.send(JPEG);
      socket.send(JPEG);
      for (int i = 5; i < 30; i++) {
        assertThat(socket.nextJson().path("sequence").asLong(-1)).isEqualTo(i);
      }
      assertThat(socket.nextJson().path("error").path("code").asText()).isEqualTo("INVALID_FRAME");
      assertThat(socket.nextJson().path("error").path("code").asText())
          .isEqualTo("INVALID_ARGUMENT");
      assertThat(socket.nextJson().path("error").path("message").asText()).contains("text");
      assertThat(socket.nextJson().path("sequence").asLong(-1)).isZero();
      assertThat(socket.nextJson().path("sequence").asLong(-1)).isEqualTo(1);
    }
    awaitFrames("ws", 27);
  }

  @Test
  void keepsTheFieldsOfASocketFrame() {
    try (TestSocket watch = darkroom.socket("/v1/streams/own/frames");
        TestSocket socket = darkroom.socket("/v1/streams/own/publish")) {
      socket.send(FrameCodec.encode(frame("own", 9)));
      JsonNode answer = socket.nextJson();
      assertThat(answer.path("sequence").asLong()).isEqualTo(9);
      var message = watch.nextFrame();
      assertThat(FrameCodec.decode(message.toByteArray())).isEqualTo(frame("own", 9));
      assertThat(message.getPosition().getPartition())
          .isEqualTo(answer.at("/position/partition").asInt());
      assertThat(message.getPosition().getOffset())
          .isEqualTo(answer.at("/position/offset").asLong());
      assertThat(message.getPosition().getAppendedAt().getSeconds())
          .isEqualTo(Instant.parse(answer.at("/position/appendedAt").asText()).getEpochSecond());
    }
  }

  @Test
  void publishesARepeatedFrameOnce() throws Exception {
    JsonNode first;
    try (TestSocket socket = darkroom.socket("/v1/streams/again/publish")) {
      socket.send(FrameCodec.encode(frame("again", 7)));
      first = socket.nextJson();
    }
    assertThat(first.has("repeated")).isFalse();
    try (TestSocket socket = darkroom.socket("/v1/streams/again/publish")) {
      socket.send(FrameCodec.encode(frame("again", 7)));
      JsonNode repeat = socket.nextJson();
      assertThat(repeat.path("repeated").asBoolean()).isTrue();
      assertThat(repeat.path("position")).isEqualTo(first.path("position"));
      socket.send(FrameCodec.encode(frame("again", 8)));
      assertThat(socket.nextJson().at("/position/offset").asLong())
          .isGreaterThan(first.at("/position/offset").asLong());
    }
    String path = "/v1/streams/again/frames?epoch=42&sequence=";
    JsonNode posted = json(darkroom.post(path + 8, "image/jpeg", JPEG));
    assertThat(posted.path("repeated").asBoolean()).isTrue();
    assertThat(posted.path("epoch").asLong()).isEqualTo(42);
    assertThat(darkroom.post(path + 8, "image/png", PNG).statusCode()).isEqualTo(409);
    assertThat(darkroom.post(path + 9, "image/jpeg", JPEG).statusCode()).isEqualTo(200);
    assertThat(darkroom.post(path + "x", "image/jpeg", JPEG).statusCode()).isEqualTo(400);
    assertThat(darkroom.post(path + "-1", "image/jpeg", JPEG).statusCode()).isEqualTo(400);
    awaitFrames("again", 3);
    assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
        .contains(
            "darkroom_gateway_frames_dropped_total{code=\"\",reason=\"repeated\",stream=\"again\"} 2.0");
  }

  @Test
  void countsGapsWithinAnEpochOnly() {
    try (TestSocket socket = darkroom.socket("/v1/streams/gaps/publish")) {
      for (Frame frame :
          new Frame[] {
            frame("gaps", 1),
            frame("gaps", 2),
            frame("gaps", 6),
            frame("gaps", 4),
            frame("gaps", 100).renumbered("gaps", 43, 100)
          }) {
        socket.send(FrameCodec.encode(frame));
        assertThat(socket.nextJson().has("sequence")).isTrue();
      }
    }
    awaitFrames("gaps", 5);
    assertThat(status("gaps").path("missing").asLong()).isEqualTo(3);
  }

  @Test
  void countsAndShowsBareImagesOfOtherProducers() {
    try (KafkaProducer<byte[], byte[]> producer = darkroom.producer();
        TestSocket watch = darkroom.socket("/v1/streams/foreign/frames?ack=none")) {
      for (int i = 0; i < 3; i++) {
        producer.send(
            new ProducerRecord<>(darkroom.topics.frames().name(), "foreign".getBytes(UTF_8), JPEG));
        producer.send(
            new ProducerRecord<>(darkroom.topics.frames().name(), "foreig2".getBytes(UTF_8), JPEG));
      }
      awaitFrames("foreign", 3);
      assertThat(status("foreign").path("missing").asLong()).isZero();
      assertThat(status("foreign").path("subscribers").asInt()).isEqualTo(1);
      var seen = watch.nextFrame();
      assertThat(seen.getStreamId()).isEqualTo("foreign");
      assertThat(seen.getImage().toByteArray()).isEqualTo(JPEG);
    }
  }

  @Test
  void countsAndShowsFramesWithConfluentFraming() {
    byte[] message = FrameCodec.encode(frame("framed", 5));
    try (KafkaProducer<byte[], byte[]> producer = darkroom.producer();
        TestSocket watch = darkroom.socket("/v1/streams/framed/frames?ack=none")) {
      producer.send(
          new ProducerRecord<>(
              darkroom.topics.frames().name(),
              "framed".getBytes(UTF_8),
              ByteBuffer.allocate(message.length + 6)
                  .put((byte) 0)
                  .putInt(7)
                  .put((byte) 0)
                  .put(message)
                  .array()));
      assertThat(FrameCodec.decode(watch.nextFrame().toByteArray())).isEqualTo(frame("framed", 5));
    }
  }

  @Test
  void everyRecordHasAContentType() {
    darkroom.post("/v1/streams/typed/frames", "image/jpeg", JPEG);
    int partition = BuiltInPartitioner.partitionForKey("typed".getBytes(UTF_8), 8);
    assertThat(contentType(darkroom.topics.frames(), partition, "typed"))
        .isEqualTo("application/x-protobuf; messageType=\"darkroom.v1.Frame\"");
    darkroom.put("/v1/pipelines/typed-p", "{\"streamId\":\"typed\",\"chain\":\"grayscale\"}");
    assertThat(contentType(darkroom.topics.pipelines(), 0, "typed-p"))
        .isEqualTo("application/x-protobuf; messageType=\"darkroom.v1.PipelineTimeline\"");
  }

  private static String contentType(Topic topic, int partition, String key) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", darkroom.broker.address()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> place = List.of(new TopicPartition(topic.name(), partition));
      consumer.assign(place);
      consumer.seekToBeginning(place);
      return await()
          .until(
              () ->
                  StreamSupport.stream(consumer.poll(Duration.ofMillis(50)).spliterator(), false)
                      .filter(record -> new String(record.key(), UTF_8).equals(key))
                      .map(record -> record.headers().lastHeader("content-type").value())
                      .map(value -> new String(value, UTF_8))
                      .findFirst(),
              Optional::isPresent)
          .orElseThrow();
    }
  }

  @Test
  void skipsRecordsThatAreNotFrames() {
    try (KafkaProducer<byte[], byte[]> producer = darkroom.producer()) {
      producer.send(
          new ProducerRecord<>(
              darkroom.topics.frames().name(), "junk".getBytes(UTF_8), "junk".getBytes(UTF_8)));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(new String(darkroom.get("/metrics").body(), UTF_8))
                    .contains(
                        "darkroom_gateway_unreadable_records_total{topic=\""
                            + darkroom.topics.frames().name()));
    assertThat(darkroom.post("/v1/streams/after/frames", "image/png", PNG).statusCode())
        .isEqualTo(200);
    awaitFrames("after", 1);
  }

  @Test
  void listsStreams() {
    darkroom.post("/v1/streams/listed/frames", "image/jpeg", JPEG);
    awaitFrames("listed", 1);
    assertThat(darkroom.json("/v1/streams").path("streams").findValuesAsText("streamId"))
        .contains("listed");
  }
}
