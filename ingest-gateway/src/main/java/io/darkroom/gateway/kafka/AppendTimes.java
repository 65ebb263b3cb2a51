package io.darkroom.gateway.kafka;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds when records were appended without reading them, by binary search: Kafka looks up the first
 * record after a given time, and appends in the order of its clock. Caches a result while the same
 * record is asked for. Not thread-safe; blocks on Kafka.
 */
final class AppendTimes {

  private static final long PRECISION_MILLIS = 500;

  private record Known(long offset, long millis) {}

  private static final class Range {
    private final long offset;
    private long from;
    private long to;

    Range(long offset, long from, long to) {
      this.offset = offset;
      this.from = from;
      this.to = to;
    }

    long middle() {
      return from + (to - from) / 2;
    }

    void narrow(ListOffsetsResultInfo first) {
      if (first.offset() < 0 || first.offset() > offset) {
        to = middle();
      } else {
        from = middle();
      }
    }
  }

  private final Admin admin;
  private final Map<TopicPartition, Known> known = new HashMap<>();

  AppendTimes(Admin admin) {
    this.admin = admin;
  }

  /**
   * Append times in milliseconds since 1970, never later than the true ones.
   *
   * @param since start of the search
   */
  Map<TopicPartition, Long> of(Map<TopicPartition, Long> offsets, long since, long now)
      throws ExecutionException, InterruptedException {
    known.keySet().retainAll(offsets.keySet());
    Map<TopicPartition, Range> open = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          Known found = known.get(partition);
          if (found == null || found.offset() != offset) {
            open.put(partition, new Range(offset, since, now));
          }
        });
    while (open.values().stream().anyMatch(r -> r.to - r.from > PRECISION_MILLIS)) {
      halve(open);
    }
    open.forEach((partition, range) -> known.put(partition, new Known(range.offset, range.from)));
    return known.entrySet().stream().collect(toMap(Map.Entry::getKey, k -> k.getValue().millis()));
  }

  private void halve(Map<TopicPartition, Range> open)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    open.forEach((p, range) -> asked.put(p, OffsetSpec.forTimestamp(range.middle())));
    admin.listOffsets(asked).all().get().forEach((p, first) -> open.get(p).narrow(first));
  }
}
