package io.darkroom.gateway.kafka;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Assigns the partitions of a topic to the members of a group so that the work is spread evenly and
 * few partitions move. Not thread-safe.
 */
final class PartitionShares {

  private final IntUnaryOperator weights;
  private final Map<Integer, String> holders;
  private final Map<String, Load> loads = new TreeMap<>();

  /** The load of one member. */
  private static final class Load {
    private int work;
    private int partitions;
  }

  /** Moves a partition to another member, maybe in exchange for one of its partitions. */
  private record Move(int given, Optional<Integer> taken, int gain) {}

  private PartitionShares(
      Collection<String> members, Map<Integer, String> present, IntUnaryOperator weights) {
    Map<Integer, Integer> known = new HashMap<>();
    this.weights = partition -> known.computeIfAbsent(partition, weights::applyAsInt);
    this.holders = new TreeMap<>(present);
    members.forEach(member -> loads.put(member, new Load()));
    holders.values().retainAll(loads.keySet());
    holders.forEach((partition, member) -> count(partition, member, 1));
  }

  /**
   * Assigns the partitions 0 to {@code partitions - 1}.
   *
   * @param present the current assignment; may contain members that have left
   * @param weights the work of each partition
   */
  static Map<Integer, String> plan(
      int partitions,
      Collection<String> members,
      Map<Integer, String> present,
      IntUnaryOperator weights) {
    PartitionShares shares = new PartitionShares(members, present, weights);
    shares.assignFree(partitions);
    shares.balanceWork();
    shares.balancePartitions();
    return shares.holders;
  }

  /** Whether the work could be spread more evenly. */
  static boolean isUneven(
      Map<Integer, String> holders, Collection<String> members, IntUnaryOperator weights) {
    return new PartitionShares(members, holders, weights).balanceWork();
  }

  private void assignFree(int partitions) {
    Comparator<Integer> heaviestFirst = Comparator.comparingInt(p -> -weights.applyAsInt(p));
    List<Integer> free =
        IntStream.range(0, partitions)
            .boxed()
            .filter(partition -> !holders.containsKey(partition))
            .sorted(heaviestFirst)
            .toList();
    free.forEach(partition -> give(partition, lightest()));
  }

  private String lightest() {
    return loads.keySet().stream()
        .min(
            Comparator.comparingInt((String member) -> loads.get(member).work)
                .thenComparingInt(member -> loads.get(member).partitions))
        .orElseThrow();
  }

  /**
   * Moves partitions while that makes two members more equal.
   *
   * @return whether any was moved
   */
  private boolean balanceWork() {
    boolean moved = false;
    for (Optional<Runnable> step = nextMove(); step.isPresent(); step = nextMove()) {
      step.get().run();
      moved = true;
    }
    return moved;
  }

  private Optional<Runnable> nextMove() {
    for (String from : loads.keySet()) {
      for (String to : loads.keySet()) {
        Optional<Move> best = best(from, to);
        if (best.isPresent()) {
          return Optional.of(() -> apply(best.get(), from, to));
        }
      }
    }
    return Optional.empty();
  }

  private void apply(Move move, String from, String to) {
    give(move.given(), to);
    move.taken().ifPresent(partition -> give(partition, from));
  }

  /**
   * The move that makes two members most equal; a move of one partition rather than an exchange.
   */
  private Optional<Move> best(String from, String to) {
    int difference = loads.get(from).work - loads.get(to).work;
    if (difference < 2) {
      return Optional.empty();
    }
    return of(from).stream()
        .flatMap(
            given ->
                Stream.concat(
                    Stream.of(move(given, Optional.empty(), difference)),
                    of(to).stream().map(taken -> move(given, Optional.of(taken), difference))))
        .filter(move -> move.gain() > 0)
        .max(
            Comparator.comparingInt(Move::gain)
                .thenComparingInt(move -> move.taken().isEmpty() ? 1 : 0));
  }

  private Move move(int given, Optional<Integer> taken, int difference) {
    int shifted = weights.applyAsInt(given) - taken.map(weights::applyAsInt).orElse(0);
    return new Move(given, taken, difference - Math.abs(difference - 2 * shifted));
  }

  /** Spreads partitions without work, so that their future work is spread too. */
  private void balancePartitions() {
    while (true) {
      String most = Collections.max(loads.keySet(), byPartitions());
      String fewest = Collections.min(loads.keySet(), byPartitions());
      Optional<Integer> idle =
          of(most).stream().filter(p -> weights.applyAsInt(p) == 0).findFirst();
      if (loads.get(most).partitions - loads.get(fewest).partitions < 2 || idle.isEmpty()) {
        return;
      }
      give(idle.get(), fewest);
    }
  }

  private Comparator<String> byPartitions() {
    return Comparator.comparingInt(member -> loads.get(member).partitions);
  }

  private List<Integer> of(String member) {
    return holders.keySet().stream().filter(p -> holders.get(p).equals(member)).toList();
  }

  private void give(int partition, String member) {
    String before = holders.put(partition, member);
    if (before != null) {
      count(partition, before, -1);
    }
    count(partition, member, 1);
  }

  private void count(int partition, String member, int sign) {
    Load load = loads.get(member);
    load.work += sign * weights.applyAsInt(partition);
    load.partitions += sign;
  }
}
