package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.darkroom.client.GatewayException;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.frame.Frame;
import io.darkroom.v1.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays calls and records of release 0.1, recorded on a running stack. They must keep working, as
 * docs/compatibility.md promises.
 */
abstract class ContractTests extends StackTests {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A recorded call and its answer. */
  record Call(JsonNode request, JsonNode response) {
    @Override
    public String toString() {
      return request.path("method").asText() + " " + request.path("path").asText();
    }
  }

  /** A recorded Kafka record, and its message in protobuf's JSON form. */
  record Recorded(String topic, String key, byte[] value, String type, JsonNode message) {
    @Override
    public String toString() {
      return topic + " " + key;
    }
  }

  private static JsonNode fixture(String name) {
    try (InputStream in = ContractTests.class.getResourceAsStream("contract-0.1/" + name)) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static Stream<Recorded> records() {
    return each(fixture("records.json"))
        .filter(node -> node.has("message"))
        .map(
            node ->
                new Recorded(
                    node.path("topic").asText(),
                    node.path("key").asText(),
                    Base64.getDecoder().decode(node.path("value").asText()),
                    node.path("type").asText(),
                    node.path("message")));
  }

  private static Recorded last(String topic, String key) {
    return records()
        .filter(one -> one.topic().equals(topic) && one.key().startsWith(key))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void answersRecordedCallsAsBefore() throws Exception {
    for (JsonNode node : fixture("calls.json")) {
      Call call = new Call(node.path("request"), node.path("response"));
      HttpResponse<byte[]> answer = send(call.request());
      assertThat(answer.statusCode())
          .as("%s: %s", call, new String(answer.body(), UTF_8))
          .isEqualTo(call.response().path("status").asInt());
      if (call.response().has("json")) {
        CompatibilityCheck.requireAllOf(
            call.response().path("json"), JSON.readTree(answer.body()), "" + call);
      }
    }
  }

  private HttpResponse<byte[]> send(JsonNode request) throws Exception {
    URI base = URI.create(stack().local().url());
    BodyPublisher body = BodyPublishers.noBody();
    if (request.has("base64")) {
      body =
          BodyPublishers.ofByteArray(Base64.getDecoder().decode(request.path("base64").asText()));
    } else if (request.has("json")) {
      body = BodyPublishers.ofString(request.path("json").toString());
    }
    HttpRequest.Builder call =
        HttpRequest.newBuilder(base.resolve(request.path("path").asText()))
            .timeout(Duration.ofSeconds(30))
            .method(request.path("method").asText(), body);
    if (request.has("contentType")) {
      call.header("content-type", request.path("contentType").asText());
    }
    return HTTP.send(call.build(), BodyHandlers.ofByteArray());
  }

  /** Names, numbers and types of fields have not changed: old records parse as the same message. */
  @ParameterizedTest
  @MethodSource("records")
  void parsesRecordedRecordsAsBefore(Recorded one) throws Exception {
    Class<?> type = Class.forName("io." + one.type());
    Message message =
        ((Message.Builder) type.getMethod("newBuilder").invoke(null))
            .mergeFrom(one.value())
            .build();
    assertThat(message.getUnknownFields().asMap()).isEmpty();
    JsonNode now = JSON.readTree(JsonFormat.printer().print(message));
    CompatibilityCheck.requireAllOf(one.message(), now, one.toString());
  }

  @Test
  void producesTheSamePictureForRecordedFramesAndPipelines() {
    Recorded processed = last("processed", "old-edges");
    List<Frame> received = new CopyOnWriteArrayList<>();
    send(last("pipelines", "old-edges"));
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(GatewayException.class)
        .until(() -> stack().gateway().get("v1/pipelines/old-edges").path("revision").asInt() == 2);
    Recorded frame = last("frames", "old-cam");
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("old-edges", received::add)) {
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                send(frame);
                return !received.isEmpty();
              });
    }
    assertThat(Base64.getEncoder().encodeToString(received.get(0).image().toByteArray()))
        .isEqualTo(processed.message().path("image").asText());
  }

  @Test
  void answersARecordedRequest() throws Exception {
    Recorded request = last("requests", "bfbf978e");
    try (KafkaConsumer<String, byte[]> answers = reader("answers")) {
      send(request);
      ConsumerRecord<String, byte[]> answer =
          await().atMost(TIMEOUT).until(() -> find(answers, request.key()), found -> found != null);
      JsonNode now = JSON.readTree(JsonFormat.printer().print(Answer.parseFrom(answer.value())));
      CompatibilityCheck.requireAllOf(last("answers", "bfbf978e").message(), now, "answer");
    }
  }

  private static ConsumerRecord<String, byte[]> find(
      KafkaConsumer<String, byte[]> answers, String key) {
    for (ConsumerRecord<String, byte[]> one : answers.poll(Duration.ofMillis(100))) {
      if (one.key().equals(key)) {
        return one;
      }
    }
    return null;
  }

  @Test
  void fetchesARecordedSource() {
    send(
        records()
            .filter(one -> one.topic().equals("sources") && one.key().equals("old-test"))
            .findFirst()
            .orElseThrow());
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(GatewayException.class)
        .until(
            () ->
                stack()
                    .gateway()
                    .get("v1/sources/old-test")
                    .path("status")
                    .path("state")
                    .asText()
                    .equals("live"));
    stack().gateway().delete("v1/sources/old-test");
  }

  private void send(Recorded one) {
    try (KafkaProducer<String, byte[]> producer = foreignProducer()) {
      producer.send(new ProducerRecord<>("darkroom." + one.topic(), one.key(), one.value()));
      producer.flush();
    }
  }

  private KafkaConsumer<String, byte[]> reader(String topic) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", stack().local().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor("darkroom." + topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }
}
