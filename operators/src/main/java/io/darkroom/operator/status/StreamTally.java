package io.darkroom.operator.status;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.LineageCodec;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.WireTime;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.telemetry.metric.RateWindow;
import io.darkroom.telemetry.metric.Saturating;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.RecordPosition;
import io.darkroom.v1.StreamReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Counts the frames of one stream in one partition, and the results of its pipelines. */
final class StreamTally {

  /** So that a report stays below 1 MiB, the limit of the topic. */
  static final int MOST_PIPELINES = 1_000;

  private static final int MOST_TRACES = 32;

  private final StreamReport identity;
  private final RateWindow rate;
  private final Liveness liveness = new Liveness();
  private final LastFrame last = new LastFrame();
  private final Map<String, Long> rejects = new TreeMap<>();

  /** The one whose newest result is oldest comes first. */
  private final Map<String, PipelineTally> pipelines = new LinkedHashMap<>(4, 0.75f, true);

  private final List<String> keptTraces = new ArrayList<>();
  private SourcePosition newest;
  private long frames;
  private long bytes;
  private long missing;
  private long misplaced;

  /**
   * @param identity the fields that do not change
   */
  StreamTally(StreamReport identity, long nowMillis) {
    this.identity = identity;
    rate = new RateWindow(nowMillis, TimeUnit.MILLISECONDS);
  }

  /** Takes the counts of a report. */
  void restore(StreamReport report, long nowMillis) {
    frames = report.getFrames();
    bytes = report.getTotalBytes();
    missing = report.getMissing();
    misplaced = report.getMisplaced();
    rejects.putAll(report.getRejectsMap());
    if (report.hasLastFrame()) {
      last.restore(report.getLastFrame());
      newest = LineageCodec.fromMessage(report.getLastPosition());
    }
    if (report.getLive()) {
      liveness.restore(report.getFps(), nowMillis);
    }
    for (PipelineReport pipeline : report.getPipelinesList()) {
      pipelines.put(pipeline.getPipelineId(), PipelineTally.restored(pipeline, nowMillis));
    }
  }

  String streamId() {
    return identity.getStreamId();
  }

  Liveness liveness() {
    return liveness;
  }

  /**
   * @param bare whether the record is a picture without a sequence of its producer
   */
  void read(Frame frame, SourcePosition at, boolean bare, boolean inWrongPartition, long now) {
    if (!bare) {
      missing = Saturating.add(missing, last.gapTo(frame));
    }
    last.take(frame, !bare, now);
    newest = at;
    frames = Saturating.add(frames, 1);
    bytes = Saturating.add(bytes, frame.image().size());
    misplaced = Saturating.add(misplaced, inWrongPartition ? 1 : 0);
    rate.add(now);
    liveness.frame(now);
  }

  void rejected(ErrorCode code) {
    rejects.merge(code.name(), 1L, Saturating::add);
  }

  void processed(Frame result, Processing processing, long now) {
    tally(processing.pipelineId(), now).add(result, processing, now);
  }

  void skipped(Pipeline pipeline, SourcePosition at, long now) {
    tally(pipeline.pipelineId(), now).skip(pipeline, at);
  }

  private PipelineTally tally(String pipelineId, long now) {
    PipelineTally known = pipelines.get(pipelineId);
    if (known != null) {
      return known;
    }
    PipelineTally tally = new PipelineTally(pipelineId, now);
    pipelines.put(pipelineId, tally);
    if (pipelines.size() > MOST_PIPELINES) {
      Iterator<String> oldest = pipelines.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return tally;
  }

  /** Returns whether the next report has room for the trace. */
  boolean kept(String traceId) {
    return keptTraces.size() < MOST_TRACES && keptTraces.add(traceId);
  }

  void forgetTraces() {
    keptTraces.clear();
  }

  /** Takes the newest acknowledged position of each pipeline; returns whether one is new. */
  boolean acknowledged(Function<String, Optional<RecordPosition>> newest) {
    boolean changed = false;
    for (Map.Entry<String, PipelineTally> pipeline : pipelines.entrySet()) {
      changed |= pipeline.getValue().acknowledged(newest.apply(pipeline.getKey()));
    }
    return changed;
  }

  /** Forgets pipelines that do not process the stream any more. */
  void keep(Predicate<String> serving) {
    pipelines.keySet().removeIf(serving.negate());
  }

  /** Returns what is known now; the rates of a stream that has ended are 0. */
  StreamReport report(long now) {
    boolean live = liveness.live();
    StreamReport.Builder report =
        identity.toBuilder()
            .setReportedAt(WireTime.of(Instant.ofEpochMilli(now)))
            .setLive(live)
            .setFps(live ? rate.perSecond(now) : 0)
            .setFrames(frames)
            .setTotalBytes(bytes)
            .setMissing(missing)
            .putAllRejects(rejects)
            .addAllKeptTraces(keptTraces)
            .setMisplaced(misplaced);
    if (last.known()) {
      report.setLastFrame(last.summary()).setLastPosition(LineageCodec.toMessage(newest));
    }
    pipelines.values().forEach(pipeline -> report.addPipelines(pipeline.report(live, now)));
    return report.build();
  }
}
