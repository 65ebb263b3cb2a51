package io.darkroom.topic;

import java.util.Map;
import java.util.TreeMap;

/**
 * One Kafka topic as Darkroom needs it.
 *
 * @param partitions how many it is created with
 * @param settings topic configuration by Kafka's own keys
 */
public record Topic(
    String name, TopicContent content, int partitions, Map<String, String> settings) {

  public Topic {
    settings = Map.copyOf(new TreeMap<>(settings));
  }

  /** Whether it holds the newest record of each key, rather than all of the last hours. */
  public boolean compacted() {
    return settings.getOrDefault("cleanup.policy", "").startsWith("compact");
  }
}
