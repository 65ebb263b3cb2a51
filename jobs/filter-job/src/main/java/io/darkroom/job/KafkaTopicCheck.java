package io.darkroom.job;

import io.darkroom.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Checks at submission that Kafka answers, that the topics exist, and that they accept records as
 * large as those the job writes. Without the check, the job would start, fail and restart.
 */
final class KafkaTopicCheck {

  private static final int SECONDS = 15;
  private static final String MAX_BYTES = "max.message.bytes";

  private KafkaTopicCheck() {}

  /** Throws an IllegalStateException that says how to fix the problem. */
  static void requireTopics(JobConfig config) throws InterruptedException {
    Properties properties = config.clientProperties();
    properties.setProperty("request.timeout.ms", Integer.toString(SECONDS * 1000));
    properties.setProperty("default.api.timeout.ms", Integer.toString(SECONDS * 1000));
    try (Admin admin = Admin.create(properties)) {
      requirePresent(config, admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS));
      requireRoom(config, admin);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new IllegalStateException(
          "--bootstrap-servers: %s does not answer (expected: a Kafka broker within %d s). %s"
              .formatted(config.bootstrapServers(), SECONDS, "Check the address and the network."),
          e);
    }
  }

  private static void requirePresent(JobConfig config, Set<String> present) {
    List<String> missing =
        config.topics().ofTheJob().stream()
            .map(Topic::name)
            .filter(name -> !present.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "topics: %s missing on %s (expected: created by the gateway). %s"
              .formatted(
                  String.join(", ", missing),
                  config.bootstrapServers(),
                  "Start the gateway once, or correct --topic-prefix."));
    }
  }

  private static void requireRoom(JobConfig config, Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<ConfigResource> resources =
        config.topics().ofTheJob().stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
            .toList();
    Map<ConfigResource, Config> actual =
        admin.describeConfigs(resources).all().get(SECONDS, TimeUnit.SECONDS);
    String small =
        config.topics().ofTheJob().stream()
            .filter(topic -> maxBytes(actual, topic) < expectedBytes(topic))
            .map(topic -> "%s (expected: %d)".formatted(topic.name(), expectedBytes(topic)))
            .collect(Collectors.joining(", "));
    if (!small.isEmpty()) {
      throw new IllegalStateException(
          "%s: too small for %s. Raise it with kafka-configs.sh --alter --add-config %s=BYTES."
              .formatted(MAX_BYTES, small, MAX_BYTES));
    }
  }

  private static long maxBytes(Map<ConfigResource, Config> actual, Topic topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    return Long.parseLong(actual.get(resource).get(MAX_BYTES).value());
  }

  private static long expectedBytes(Topic topic) {
    return Long.parseLong(topic.settings().get(MAX_BYTES));
  }
}
