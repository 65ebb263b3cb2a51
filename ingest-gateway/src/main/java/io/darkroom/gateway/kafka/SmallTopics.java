package io.darkroom.gateway.kafka;

import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Finds topics that exist with fewer partitions or replicas than asked for. They work, and growing
 * them moves streams, so an operator decides when.
 */
record SmallTopics(TopicSize asked, String bootstrapServers) {

  /** Returns at most one warning for partitions and one for replicas. */
  List<String> warnings(Topics topics, Map<String, TopicDescription> described) {
    List<String> warnings = new ArrayList<>();
    asked.partitions().ifPresent(most -> addPartitions(topics, described, most, warnings));
    asked.replicas().ifPresent(most -> addReplicas(topics, described, most, warnings));
    return warnings;
  }

  private void addPartitions(
      Topics topics, Map<String, TopicDescription> described, int wanted, List<String> warnings) {
    String small =
        names(topics.growing(), topic -> described.get(topic.name()).partitions().size() < wanted);
    if (!small.isEmpty()) {
      warnings.add(
          ("topics %s: fewer partitions than --partitions (expected: %d). To add some, run for"
                  + " each: kafka-topics.sh --bootstrap-server %s --alter --topic TOPIC --partitions"
                  + " %d")
              .formatted(small, wanted, bootstrapServers, wanted));
    }
  }

  private void addReplicas(
      Topics topics, Map<String, TopicDescription> described, int wanted, List<String> warnings) {
    String small = names(topics.all(), topic -> replicasOf(described.get(topic.name())) < wanted);
    if (!small.isEmpty()) {
      warnings.add(
          ("topics %s: fewer replicas than --replication-factor (expected: %d). See them with"
                  + " kafka-topics.sh --bootstrap-server %s --describe, and add some with"
                  + " kafka-reassign-partitions.sh.")
              .formatted(small, wanted, bootstrapServers));
    }
  }

  private static String names(List<Topic> topics, Predicate<Topic> small) {
    return topics.stream().filter(small).map(Topic::name).collect(Collectors.joining(", "));
  }

  private static int replicasOf(TopicDescription topic) {
    return topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
  }
}
