package io.darkroom.job;

import io.darkroom.topic.Topic;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Tells at submission, rather than by a restarting job, that Kafka or its topics are missing. */
final class KafkaTopicCheck {

  private static final int SECONDS = 15;

  private KafkaTopicCheck() {}

  /** Throws IllegalStateException with the mend where a topic is missing or no broker answers. */
  static void requireTopics(JobConfig config) throws InterruptedException {
    Properties properties = config.clientProperties();
    properties.setProperty("request.timeout.ms", Integer.toString(SECONDS * 1000));
    properties.setProperty("default.api.timeout.ms", Integer.toString(SECONDS * 1000));
    try (Admin admin = Admin.create(properties)) {
      Set<String> present = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
      List<String> missing =
          config.topics().ofTheJob().stream()
              .map(Topic::name)
              .filter(name -> !present.contains(name))
              .toList();
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "topics: %s missing on %s (expected: made by the gateway). %s"
                .formatted(
                    String.join(", ", missing),
                    config.bootstrapServers(),
                    "Start the gateway once, or mend --topic-prefix."));
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new IllegalStateException(
          "--bootstrap-servers: %s does not answer (expected: a Kafka broker within %d s). %s"
              .formatted(config.bootstrapServers(), SECONDS, "Check the address and the network."),
          e);
    }
  }
}
