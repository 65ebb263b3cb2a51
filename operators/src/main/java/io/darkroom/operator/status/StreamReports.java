package io.darkroom.operator.status;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.v1.StreamReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Reports each stream that a task reads: at once when it begins, then once a second while it is
 * live, and once when it ends. Bounded: forgets the streams that have been idle longest. Owned by
 * one task, whose thread calls it.
 */
public final class StreamReports {

  public static final int MOST_STREAMS = 10_000;

  /** In place of the id of a stream, for frames whose stream cannot be read. No stream has it. */
  public static final String UNNAMED = "?";

  /** How often {@link #tick} is due, in ms. */
  public static final long TICK_MILLIS = 500;

  private static final long EVERY_MILLIS = 1_000;

  /** How long Kafka may take to acknowledge the last result of a stream that has ended. */
  private static final long SETTLING_MILLIS = 10_000;

  private record Key(String streamId, int partition) {}

  private final String group;
  private final int subtask;
  private final LongSupplier clock;
  private final ReportSink sink;
  private final RestoredReports restored = new RestoredReports();

  /** The one that has been idle longest comes first. */
  private final Map<Key, ReportedStream> streams = new LinkedHashMap<>(16, 0.75f, true);

  /** Those that may change without a frame: live ones, and those that have just ended. */
  private final Set<ReportedStream> active = new LinkedHashSet<>();

  /**
   * @param group consumer group of the job
   * @param subtask index of the task
   * @param clock gives the time in ms since 1970
   */
  public StreamReports(String group, int subtask, LongSupplier clock, ReportSink sink) {
    this.group = group;
    this.subtask = subtask;
    this.clock = clock;
    this.sink = sink;
  }

  /** Takes a report of a checkpoint; its stream may be another task's by now. */
  public void restore(byte[] report) {
    restored.add(report);
  }

  /** Continues the restored streams of a partition, because this task reads it now. */
  public void assigned(int partition) {
    long now = clock.getAsLong();
    for (StreamReport report : restored.take(partition)) {
      ReportedStream stream = stream(report.getStreamId(), partition, now);
      stream.tally().restore(report, now);
      if (report.getLive()) {
        active.add(stream);
      }
    }
  }

  /**
   * Counts a frame that was read.
   *
   * @param bare whether the record is a picture without a sequence of its producer
   * @param misplaced whether it was in another partition than its stream belongs to
   */
  public void read(Frame frame, SourcePosition position, boolean bare, boolean misplaced) {
    long now = clock.getAsLong();
    ReportedStream stream = claimed(frame.streamId(), position.partition(), now);
    stream.tally().read(frame, position, bare, misplaced, now);
    changed(stream, now);
  }

  /**
   * Counts a rejected frame, which may be the first of its stream.
   *
   * @param streamId empty if it could not be read; such frames count as those of {@value #UNNAMED}
   */
  public void rejected(String streamId, int partition, ErrorCode code) {
    long now = clock.getAsLong();
    ReportedStream stream = claimed(streamId.isEmpty() ? UNNAMED : streamId, partition, now);
    stream.tally().rejected(code);
    changed(stream, now);
  }

  /** Counts a result. */
  public void processed(Frame result, Processing processing) {
    long now = clock.getAsLong();
    ReportedStream stream = claimed(result.streamId(), processing.source().partition(), now);
    stream.tally().processed(result, processing, now);
    stream.change();
    active.add(stream);
  }

  /** Counts a result that is not made because nobody uses it. */
  public void skipped(String streamId, SourcePosition position, Pipeline pipeline) {
    long now = clock.getAsLong();
    ReportedStream stream = claimed(streamId, position.partition(), now);
    stream.tally().skipped(pipeline, position, now);
    stream.change();
    active.add(stream);
  }

  /** Notes a trace of a stream that the job keeps; the next report names it. */
  public void kept(String streamId, int partition, String traceId) {
    ReportedStream stream = streams.get(new Key(streamId, partition));
    if (stream != null && stream.tally().kept(traceId)) {
      stream.change();
      active.add(stream);
    }
  }

  /** Reports live streams, what changed since the last report, and streams that have ended. */
  public void tick() {
    long now = clock.getAsLong();
    for (Iterator<ReportedStream> each = active.iterator(); each.hasNext(); ) {
      ReportedStream stream = each.next();
      boolean ended = stream.tally().liveness().ends(now);
      if (stream.tally().acknowledged(sink::newestResult) || ended) {
        stream.change();
      }
      boolean live = stream.tally().liveness().live();
      if (ended || ((live || stream.changed()) && stream.due(now, EVERY_MILLIS))) {
        report(stream, now);
      }
      if (stream.settled(now, SETTLING_MILLIS)) {
        each.remove();
      }
    }
    restored.expire(now);
  }

  /** Returns every count as bytes, for a checkpoint. */
  public List<byte[]> saved() {
    long now = clock.getAsLong();
    List<byte[]> saved = new ArrayList<>(restored.all());
    streams.values().forEach(stream -> saved.add(stream.saved(now)));
    return saved;
  }

  private ReportedStream claimed(String streamId, int partition, long now) {
    if (restored.has(partition)) {
      assigned(partition);
    }
    return stream(streamId, partition, now);
  }

  private ReportedStream stream(String streamId, int partition, long now) {
    Key key = new Key(streamId, partition);
    ReportedStream known = streams.get(key);
    if (known != null) {
      return known;
    }
    if (streams.size() >= MOST_STREAMS) {
      forgetOne(now);
    }
    StreamReport identity =
        StreamReport.newBuilder()
            .setStreamId(streamId)
            .setPartition(partition)
            .setGroup(group)
            .setSubtask(subtask)
            .build();
    ReportedStream stream = new ReportedStream(new StreamTally(identity, now));
    streams.put(key, stream);
    return stream;
  }

  /** A live one ends for those that read the reports, because no more of it will come. */
  private void forgetOne(long now) {
    Collection<ReportedStream> all = streams.values();
    ReportedStream idle = all.iterator().next();
    if (idle.tally().liveness().live()) {
      idle.tally().liveness().end();
      report(idle, now);
    }
    all.remove(idle);
    active.remove(idle);
  }

  private void changed(ReportedStream stream, long now) {
    stream.change();
    active.add(stream);
    if (stream.due(now, EVERY_MILLIS)) {
      stream.tally().acknowledged(sink::newestResult);
      report(stream, now);
    }
  }

  private void report(ReportedStream stream, long now) {
    sink.emit(stream.report(now, sink));
  }
}
