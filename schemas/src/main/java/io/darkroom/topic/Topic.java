package io.darkroom.topic;

import java.util.Map;
import java.util.TreeMap;

/**
 * A Kafka topic: its name, content and configuration.
 *
 * @param partitions number of partitions at creation
 * @param settings topic configuration, by Kafka's keys
 */
public record Topic(
    String name, TopicContent content, int partitions, Map<String, String> settings) {

  public Topic {
    settings = Map.copyOf(new TreeMap<>(settings));
  }

  /** Returns whether Kafka compacts the topic, which keeps the newest record of each key. */
  public boolean compacted() {
    return settings.getOrDefault("cleanup.policy", "").startsWith("compact");
  }
}
