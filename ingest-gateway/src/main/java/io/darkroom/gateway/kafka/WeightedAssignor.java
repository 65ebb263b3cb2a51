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
 * Assigns the partitions of one topic by the work in them. Kafka's {@code
 * CooperativeStickyAssignor} balances only the number of partitions, most of which may hold no
 * source, so one gateway could get far more sources than another. As with that assignor, a
 * partition moves in two rebalances, revoked in the first and assigned in the second, so that no
 * two members have it at once. The consumer creates it with the {@link Plan} and calls it on its
 * thread.
 */
public final class WeightedAssignor implements ConsumerPartitionAssignor, Configurable {

  static final String PLAN = "darkroom.partition.plan";

  private Plan plan;
  private Map<Integer, String> computed;

  /** The assignment that the leader of the group has computed; empty at other members. */
  static final class Plan {
    private final String topic;
    private final IntUnaryOperator weights;
    private volatile Map<Integer, String> holders = Map.of();

    Plan(String topic, IntUnaryOperator weights) {
      this.topic = topic;
      this.weights = weights;
    }

    /** Whether this member is the leader and the work has become uneven since the assignment. */
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
    computed =
        PartitionShares.plan(
            cluster.partitionCountForTopic(plan.topic), members.keySet(), present, plan.weights);
    Map<String, List<TopicPartition>> given = new HashMap<>();
    members.keySet().forEach(member -> given.put(member, new ArrayList<>()));
    computed.forEach(
        (partition, member) -> {
          if (present.getOrDefault(partition, member).equals(member)) {
            given.get(member).add(new TopicPartition(plan.topic, partition));
          }
        });
    Map<String, Assignment> assignments = new HashMap<>();
    given.forEach((member, partitions) -> assignments.put(member, new Assignment(partitions)));
    return new GroupAssignment(assignments);
  }

  /** A member that missed a rebalance may claim what others own now: the newest generation wins. */
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

  /** Runs after {@link #assign} at the leader, and alone at other members. */
  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
    plan.holders = computed == null ? Map.of() : computed;
    computed = null;
  }
}
