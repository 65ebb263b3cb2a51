package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionSharesTest {

  private static final int PARTITIONS = 32;
  private static final List<String> TWO = List.of("a", "b");

  private static int work(Map<Integer, String> plan, String member, IntUnaryOperator weights) {
    return plan.keySet().stream()
        .filter(partition -> plan.get(partition).equals(member))
        .mapToInt(weights::applyAsInt)
        .sum();
  }

  private static long moved(Map<Integer, String> before, Map<Integer, String> after) {
    return before.keySet().stream().filter(p -> !before.get(p).equals(after.get(p))).count();
  }

  @Test
  void splitsSixSourcesBetweenTwoMembers() {
    IntUnaryOperator weights = partition -> partition < 6 ? 1 : 0;
    Map<Integer, String> alone = PartitionShares.plan(PARTITIONS, List.of("a"), Map.of(), weights);
    Map<Integer, String> both = PartitionShares.plan(PARTITIONS, TWO, alone, weights);
    assertThat(work(both, "a", weights)).isEqualTo(3);
    assertThat(work(both, "b", weights)).isEqualTo(3);
    assertThat(both.values().stream().filter("a"::equals)).hasSize(16);
  }

  @Test
  void exchangesPartitionsIfMovingOneDoesNotHelp() {
    IntUnaryOperator weights = partition -> partition < 2 ? 2 : partition < 4 ? 1 : 0;
    Map<Integer, String> present = Map.of(0, "a", 1, "a", 2, "b", 3, "b");
    Map<Integer, String> plan = PartitionShares.plan(PARTITIONS, TWO, present, weights);
    assertThat(work(plan, "a", weights)).isEqualTo(3);
    assertThat(work(plan, "b", weights)).isEqualTo(3);
  }

  @Test
  void keepsABalancedAssignment() {
    IntUnaryOperator weights = partition -> partition % 4 == 0 ? 1 : 0;
    Map<Integer, String> first = PartitionShares.plan(PARTITIONS, TWO, Map.of(), weights);
    assertThat(PartitionShares.plan(PARTITIONS, TWO, first, weights)).isEqualTo(first);
    assertThat(PartitionShares.isUneven(first, TWO, weights)).isFalse();
  }

  @Test
  void movesOnlyThePartitionsOfAMemberThatLeft() {
    IntUnaryOperator weights = partition -> 1;
    List<String> three = List.of("a", "b", "c");
    Map<Integer, String> before = PartitionShares.plan(30, three, Map.of(), weights);
    Map<Integer, String> after = PartitionShares.plan(30, TWO, before, weights);
    assertThat(moved(before, after)).isEqualTo(10);
    assertThat(work(after, "a", weights)).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 40})
  void assignsEveryPartition(int size) {
    Random random = new Random(size);
    List<String> members = IntStream.range(0, size).mapToObj(i -> "m" + i).toList();
    Map<Integer, String> present = new HashMap<>();
    for (int round = 0; round < 50; round++) {
      int[] weights = random.ints(PARTITIONS, 0, 4).toArray();
      Map<Integer, String> plan =
          PartitionShares.plan(PARTITIONS, members, present, p -> weights[p]);
      assertThat(plan).hasSize(PARTITIONS);
      assertThat(members).containsAll(plan.values());
      assertThat(PartitionShares.isUneven(plan, members, p -> weights[p])).isFalse();
      present = plan;
    }
  }
}
