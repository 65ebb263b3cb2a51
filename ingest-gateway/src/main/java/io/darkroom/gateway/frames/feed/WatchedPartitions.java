package io.darkroom.gateway.frames.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.gateway.frames.watch.ReportedPositions;
import io.darkroom.gateway.kafka.Demand;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Utils;

/**
 * The partitions in which frames of the watched ids may be: the one that Kafka's producers choose
 * for the id, those in which the job has seen it, and, for a while after partitions were added, the
 * ones before, because producers notice it later. Thread-safe.
 */
final class WatchedPartitions implements Demand {

  /** Longer than producers take to notice that partitions were added: 5 minutes by default. */
  private static final Duration MOVING = Duration.ofMinutes(6);

  private final Supplier<Set<String>> ids;
  private final ReportedPositions reported;
  private final LongSupplier nanoTime;

  /** When the topic last had each number of partitions. */
  private final Map<Integer, Long> counts = new ConcurrentHashMap<>();

  WatchedPartitions(Supplier<Set<String>> ids, ReportedPositions reported, LongSupplier nanoTime) {
    this.ids = ids;
    this.reported = reported;
    this.nanoTime = nanoTime;
  }

  @Override
  public Set<Integer> partitions(int count) {
    long now = nanoTime.getAsLong();
    counts.put(count, now);
    counts.values().removeIf(seen -> now - seen > MOVING.toNanos());
    Set<Integer> partitions = new TreeSet<>();
    for (String id : ids.get()) {
      counts.keySet().forEach(each -> partitions.add(of(id, each)));
      partitions.addAll(reported.partitions(id));
    }
    partitions.removeIf(partition -> partition >= count);
    return partitions;
  }

  /** The partition that Kafka's producers choose for a key. */
  int of(String id, int count) {
    return Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8))) % count;
  }

  Optional<Place> newest(String id) {
    return reported.newest(id);
  }
}
