package io.darkroom.topic;

import java.util.OptionalInt;

/**
 * The numbers of partitions and replicas that an operator asks for. A number that is left out
 * depends on the number of brokers: a cluster of at least {@value #CLUSTER} brokers has more of
 * both.
 *
 * @param partitions of the topics {@code frames}, {@code processed}, {@code requests}, {@code
 *     answers} and {@code rejects}
 * @param replicas of every topic
 */
public record TopicSize(OptionalInt partitions, OptionalInt replicas) {

  public static final TopicSize DEFAULT = new TopicSize(OptionalInt.empty(), OptionalInt.empty());

  public static final int MOST_PARTITIONS = 1_000;
  public static final int MOST_REPLICAS = 100;

  /** Number of brokers from which the defaults are those of a cluster. */
  public static final int CLUSTER = 3;

  private static final int CLUSTER_PARTITIONS = 32;
  private static final int CLUSTER_REPLICAS = 3;

  /** Returns the number of partitions of a new topic. */
  public int partitionsFor(int brokers) {
    return partitions.orElse(brokers < CLUSTER ? Topics.PARTITIONS : CLUSTER_PARTITIONS);
  }

  /** Returns the number of replicas of a new topic. */
  public short replicasFor(int brokers) {
    return (short) replicas.orElse(brokers < CLUSTER ? 1 : CLUSTER_REPLICAS);
  }
}
