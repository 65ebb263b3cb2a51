package io.darkroom.operator.status;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.v1.StreamReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports of a checkpoint whose partitions this task does not read, or not yet. Every task gets
 * those of all tasks, and forgets those that it does not need after a minute.
 */
final class RestoredReports {

  private static final Logger LOG = LoggerFactory.getLogger(RestoredReports.class);
  private static final long KEPT_MILLIS = 60_000;

  private final Map<Integer, Map<String, StreamReport>> byPartition = new HashMap<>();
  private long expiresAt;

  /** Of two reports of one stream, takes the one that has read further. */
  void add(byte[] bytes) {
    try {
      StreamReport report = StreamReport.parseFrom(bytes);
      byPartition
          .computeIfAbsent(report.getPartition(), partition -> new HashMap<>())
          .merge(report.getStreamId(), report, RestoredReports::later);
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("status of a stream: unreadable in the checkpoint; its counts start at 0", e);
    }
  }

  private static StreamReport later(StreamReport a, StreamReport b) {
    return offset(a) >= offset(b) ? a : b;
  }

  private static long offset(StreamReport report) {
    return report.hasLastPosition() ? report.getLastPosition().getOffset() : -1;
  }

  boolean has(int partition) {
    return byPartition.containsKey(partition);
  }

  Collection<StreamReport> take(int partition) {
    Map<String, StreamReport> reports = byPartition.remove(partition);
    return reports == null ? List.of() : reports.values();
  }

  /** Returns the reports that were not taken. */
  List<byte[]> all() {
    List<byte[]> all = new ArrayList<>();
    byPartition.values().forEach(of -> of.values().forEach(r -> all.add(r.toByteArray())));
    return all;
  }

  void expire(long now) {
    if (byPartition.isEmpty()) {
      return;
    }
    if (expiresAt == 0) {
      expiresAt = now + KEPT_MILLIS;
    } else if (now >= expiresAt) {
      byPartition.clear();
    }
  }
}
