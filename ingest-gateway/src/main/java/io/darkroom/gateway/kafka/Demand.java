package io.darkroom.gateway.kafka;

import java.util.Set;

/** The partitions of a topic that are needed at the moment. */
@FunctionalInterface
public interface Demand {

  /**
   * Returns the numbers of the needed partitions, below {@code count}.
   *
   * @param count of the topic's partitions
   */
  Set<Integer> partitions(int count);
}
