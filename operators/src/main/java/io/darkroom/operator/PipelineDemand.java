package io.darkroom.operator;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.frame.Names;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Which on-demand pipelines are used, as the gateways report it. A report counts for {@link
 * #VALID}. While none counts, and for that time after the start, every pipeline counts as used: it
 * is better to make a result that nobody needs than to miss one. Anyone may write reports, so their
 * number and size are bounded. Thread-safe.
 */
public final class PipelineDemand {

  /** Gateways report every 3 s. */
  public static final Duration VALID = Duration.ofSeconds(10);

  static final int MOST_REPORTERS = 256;

  /** A report with more pipelines counts for all. */
  static final int MOST_PIPELINES = 1_000;

  private record Report(Set<String> pipelineIds, boolean every, long atMillis) {

    boolean uses(String pipelineId) {
      return every || pipelineIds.contains(pipelineId);
    }
  }

  private final LongSupplier clock;
  private final long startMillis;

  /** By reporter; the one that reported longest ago comes first. */
  private final Map<String, Report> reports = new LinkedHashMap<>();

  /**
   * @param clock gives the time in ms
   */
  PipelineDemand(LongSupplier clock) {
    this.clock = clock;
    this.startMillis = clock.getAsLong();
  }

  /**
   * Takes a report in place of the reporter's last one.
   *
   * @param value a {@link io.darkroom.v1.PipelineDemand}; null if the reporter has ended
   * @throws IllegalArgumentException if the value cannot be read
   */
  public void report(String reporter, byte[] value) {
    Report report = value == null ? null : read(value);
    synchronized (this) {
      reports.remove(reporter);
      if (report != null) {
        reports.put(reporter, report);
      }
      if (reports.size() > MOST_REPORTERS) {
        reports.remove(reports.keySet().iterator().next());
      }
    }
  }

  private Report read(byte[] value) {
    try {
      var message = io.darkroom.v1.PipelineDemand.parseFrom(value);
      boolean every = message.getEveryPipeline() || message.getPipelineIdsCount() > MOST_PIPELINES;
      Set<String> ids =
          message.getPipelineIdsList().stream()
              .limit(MOST_PIPELINES)
              .filter(Names::valid)
              .collect(Collectors.toUnmodifiableSet());
      return new Report(ids, every, clock.getAsLong());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("value: not a darkroom.v1.PipelineDemand", e);
    }
  }

  /** Returns whether somebody uses the results of a pipeline, or may do so. */
  synchronized boolean uses(String pipelineId) {
    long now = clock.getAsLong();
    forgetBefore(now - VALID.toMillis());
    return reports.isEmpty()
        || now - startMillis < VALID.toMillis()
        || reports.values().stream().anyMatch(report -> report.uses(pipelineId));
  }

  private void forgetBefore(long oldest) {
    Iterator<Report> eldest = reports.values().iterator();
    while (eldest.hasNext() && eldest.next().atMillis() - oldest < 0) {
      eldest.remove();
    }
  }
}
