package io.darkroom.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.StreamPublisher;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Base class of tests on a complete stack. */
abstract class StackTests {

  static final Duration TIMEOUT = Duration.ofSeconds(30);

  abstract TestStack stack();

  JsonNode put(String pipelineId, String streamId, String chain, String encoding) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("streamId", streamId).put("chain", chain);
    body.putObject("output").put("encoding", encoding);
    return stack().gateway().put("v1/pipelines/" + pipelineId, body);
  }

  KafkaProducer<String, byte[]> foreignProducer() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", stack().local().bootstrapServers());
    properties.setProperty("max.request.size", "11000000");
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Publishes the same picture repeatedly; waits until each frame is in Kafka. */
  void publish(String stream, byte[] jpeg, int frames) {
    try (StreamPublisher publisher = stack().gateway().publish(stream)) {
      for (int i = 0; i < frames; i++) {
        publisher.send(jpeg).join();
      }
    }
  }
}
