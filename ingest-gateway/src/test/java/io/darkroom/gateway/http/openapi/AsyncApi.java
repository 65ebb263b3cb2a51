package io.darkroom.gateway.http.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicContent;
import io.darkroom.topic.Topics;
import io.darkroom.v1.Answer;
import io.darkroom.v1.AuditEvent;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.Frame;
import io.darkroom.v1.PipelineDemand;
import io.darkroom.v1.PipelineTimeline;
import io.darkroom.v1.Preset;
import io.darkroom.v1.Reject;
import io.darkroom.v1.Setting;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import io.darkroom.v1.StoredKey;
import io.darkroom.v1.StreamReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the topics as an AsyncAPI 3 document. */
final class AsyncApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Descriptor> MESSAGES =
      List.of(
          Frame.getDescriptor(),
          Answer.getDescriptor(),
          Reject.getDescriptor(),
          PipelineTimeline.getDescriptor(),
          PipelineDemand.getDescriptor(),
          Catalog.getDescriptor(),
          Source.getDescriptor(),
          Preset.getDescriptor(),
          StoredKey.getDescriptor(),
          AuditEvent.getDescriptor(),
          SourceStatus.getDescriptor(),
          StreamReport.getDescriptor(),
          Setting.getDescriptor());

  private final Comments comments = Comments.read();
  private final AsyncApiMessages messages = new AsyncApiMessages();

  private AsyncApi() {}

  static String document(Topics topics) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsString(new AsyncApi().write(topics))
              .replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the document cannot be written", e);
    }
  }

  private ObjectNode write(Topics topics) {
    ObjectNode document = JSON.createObjectNode().put("asyncapi", "3.0.0");
    document
        .putObject("info")
        .put("title", "Darkroom topics")
        .put("version", "v1")
        .put(
            "description",
            "The Kafka topics for frames and results. docs/kafka.md has the rules for producers and"
                + " readers. `receive`: any program may append; `send`: only Darkroom appends.");
    document.put("defaultContentType", "application/x-protobuf");
    document
        .putObject("servers")
        .putObject("kafka")
        .put("host", "localhost:9092")
        .put("protocol", "kafka")
        .put("description", "The brokers of --bootstrap-servers.");
    ObjectNode channels = document.putObject("channels");
    ObjectNode operations = document.putObject("operations");
    for (Topic topic : topics.all()) {
      channels.set(topic.content().suffix(), channel(topic));
      operations.set(action(topic) + "-" + topic.content().suffix(), operation(topic));
    }
    ObjectNode components = document.putObject("components");
    components.set("messages", messages.all(topics.all()));
    components.set("schemas", schemas());
    return document;
  }

  private ObjectNode channel(Topic topic) {
    TopicContent content = topic.content();
    ObjectNode channel =
        JSON.createObjectNode().put("address", topic.name()).put("description", content.about());
    ObjectNode of = channel.putObject("messages");
    messages
        .of(content)
        .forEach(name -> of.putObject(name).put("$ref", "#/components/messages/" + name));
    ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
    kafka.put("topic", topic.name()).put("partitions", topic.partitions());
    kafka.set("topicConfiguration", configuration(topic.settings()));
    kafka.put("bindingVersion", "0.5.0");
    return channel;
  }

  /** The settings of a topic, with numbers as numbers and cleanup policies as a list. */
  private static ObjectNode configuration(Map<String, String> settings) {
    ObjectNode configuration = JSON.createObjectNode();
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              if (name.equals("cleanup.policy")) {
                ArrayNode policies = configuration.putArray(name);
                List.of(value.split(",")).forEach(policies::add);
              } else if (value.matches("[0-9]+")) {
                configuration.put(name, Long.parseLong(value));
              } else {
                configuration.put(name, value);
              }
            });
    return configuration;
  }

  private static String action(Topic topic) {
    return topic.content().writer() == TopicContent.Writer.ANYONE ? "receive" : "send";
  }

  private ObjectNode operation(Topic topic) {
    String channel = "#/channels/" + topic.content().suffix();
    ObjectNode operation = JSON.createObjectNode().put("action", action(topic));
    operation.putObject("channel").put("$ref", channel);
    ArrayNode of = operation.putArray("messages");
    messages
        .of(topic.content())
        .forEach(name -> of.addObject().put("$ref", channel + "/messages/" + name));
    return operation;
  }

  private ObjectNode schemas() {
    ObjectNode schemas = JSON.createObjectNode();
    for (Descriptor message : MESSAGES) {
      schemas
          .putObject(message.getName())
          .put("schemaFormat", "application/vnd.google.protobuf;version=3")
          .put("schema", ProtoSource.of(message, comments));
    }
    return schemas;
  }
}
