package io.darkroom.gateway.http.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.topic.HeaderNames;
import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicContent;
import io.darkroom.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Describes the records of the topics: key, headers and value. */
final class AsyncApiMessages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FRAMED = "-confluent";
  private static final String IMAGE = "-image";

  /** Names of the messages of a topic. */
  List<String> of(TopicContent content) {
    String name = content.suffix();
    return switch (content) {
      case FRAMES -> List.of(name, name + FRAMED, name + IMAGE);
      case REQUESTS -> List.of(name, name + FRAMED);
      default -> List.of(name);
    };
  }

  ObjectNode all(List<Topic> topics) {
    Map<String, ObjectNode> all = new TreeMap<>();
    for (Topic topic : topics) {
      TopicContent content = topic.content();
      of(content).forEach(name -> all.put(name, message(name, content)));
    }
    ObjectNode messages = JSON.createObjectNode();
    all.forEach(messages::set);
    return messages;
  }

  private static ObjectNode message(String name, TopicContent content) {
    ObjectNode message = JSON.createObjectNode().put("name", name);
    if (name.endsWith(IMAGE)) {
      message.put("summary", "A bare JPEG or PNG: the key is the stream.");
      message.put("contentType", "image/jpeg");
      message.putObject("payload").put("type", "string").put("format", "binary");
    } else if (content.message().isEmpty()) {
      message.put("summary", content.about());
      message.putObject("payload").put("type", "null");
    } else {
      message.put("summary", name.endsWith(FRAMED) ? "Confluent's wire format." : content.about());
      message.put("contentType", content.contentType());
      String simple = content.message().substring(content.message().lastIndexOf('.') + 1);
      message.putObject("payload").put("$ref", "#/components/schemas/" + simple);
    }
    message.set("headers", headers(content));
    message.putObject("bindings").set("kafka", binding(name, content));
    return message;
  }

  private static ObjectNode binding(String name, TopicContent content) {
    ObjectNode kafka = JSON.createObjectNode();
    kafka.putObject("key").put("type", "string").put("description", content.key());
    if (name.endsWith(FRAMED)) {
      kafka.put("schemaIdLocation", "payload").put("schemaIdPayloadEncoding", "confluent");
    }
    return kafka.put("bindingVersion", "0.5.0");
  }

  private static ObjectNode headers(TopicContent content) {
    ObjectNode headers = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = headers.putObject("properties");
    if (!content.message().isEmpty()) {
      add(properties, Topics.CONTENT_TYPE, "The type of the value; Darkroom always writes it.");
    }
    switch (content) {
      case FRAMES, PROCESSED, REQUESTS, ANSWERS, REJECTS -> {
        add(properties, Topics.TRACEPARENT, "W3C trace context, at most 256 characters.");
        add(properties, Topics.TRACESTATE, "W3C trace context, at most 512 characters.");
        add(properties, Topics.BAGGAGE, "W3C baggage, at most 8192 characters.");
      }
      default -> {}
    }
    if (content == TopicContent.PROCESSED) {
      add(properties, HeaderNames.PIPELINE, "Id of the pipeline.");
      add(
          properties,
          HeaderNames.SOURCE_PARTITION,
          "Partition of the frame in `frames`, as decimal text.");
      add(
          properties,
          HeaderNames.SOURCE_OFFSET,
          "Offset of the frame in `frames`, as decimal text.");
    }
    return headers;
  }

  private static void add(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "string").put("description", description);
  }
}
