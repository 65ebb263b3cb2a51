package io.darkroom.gateway.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;

/**
 * Shares one topic's partitions out by the work that is in them. A partition changes hands in two
 * rounds, given back in the first and given in the second, so that no two members have it at once.
 * Made by the consumer, which gives it the {@link Plan}; called on the consumer's thread.
 */
public final class WeightedAssignor implements ConsumerPartitionAssignor, Configurable {

  static final String PLAN = "darkroom.partition.plan";

  private Plan plan;
  private Map<Integer, String> drawn;

  /** What the member that leads the group has decided; empty at the others. */
  static final class Plan {
    private final String topic;
    private final IntUnaryOperator weights;
    private volatile Map<Integer, String> holders = Map.of();

    Plan(String topic, IntUnaryOperator weights) {
      this.topic = topic;
      this.weights = weights;
    }

    /** Whether this member leads and the work has become uneven since it was shared out. */
    boolean isUneven() {
      Map<Integer, String> present = holders;
      return PartitionShares.isUneven(present, present.values(), weights);
    }
  }

  @Override
  public void configure(Map<String, ?> configs) {
    plan = (Plan) configs.get(PLAN);
  }

  @Override
  public String name() {
    return "darkroom-weighted";
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE);
  }

  @Override
  public GroupAssignment assign(Cluster cluster, GroupSubscription subscriptions) {
    Map<String, Subscription> members = subscriptions.groupSubscription();
    Map<Integer, String> present = present(members);
    drawn =
        PartitionShares.plan(
            cluster.partitionCountForTopic(plan.topic), members.keySet(), present, plan.weights);
    Map<String, List<TopicPartition>> given = new HashMap<>();
    members.keySet().forEach(member -> given.put(member, new ArrayList<>()));
    drawn.forEach(
        (partition, member) -> {
          if (present.getOrDefault(partition, member).equals(member)) {
            given.get(member).add(new TopicPartition(plan.topic, partition));
          }
        });
    Map<String, Assignment> assignments = new HashMap<>();
    given.forEach((member, partitions) -> assignments.put(member, new Assignment(partitions)));
    return new GroupAssignment(assignments);
  }

  /** Who missed the newest generation claims what others have got since: the newest claim holds. */
  private static Map<Integer, String> present(Map<String, Subscription> members) {
    Map<Integer, String> holders = new HashMap<>();
    members.forEach(
        (member, subscription) ->
            subscription
                .ownedPartitions()
                .forEach(
                    partition ->
                        holders.merge(
                            partition.partition(),
                            member,
                            (a, b) -> generation(members, a) >= generation(members, b) ? a : b)));
    return holders;
  }

  private static int generation(Map<String, Subscription> members, String member) {
    return members.get(member).generationId().orElse(-1);
  }

  /** Follows {@link #assign} where this member leads. */
  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
    plan.holders = drawn == null ? Map.of() : drawn;
    drawn = null;
  }
}
