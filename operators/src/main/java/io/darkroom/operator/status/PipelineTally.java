package io.darkroom.operator.status;

import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.telemetry.metric.RateWindow;
import io.darkroom.telemetry.metric.Saturating;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.RecordPosition;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts the results of one pipeline for one stream. */
final class PipelineTally {

  private final String pipelineId;
  private final RateWindow rate;
  private final LastFrame last = new LastFrame();
  private String uid = "";
  private long revision;
  private long frames;
  private long fellBack;
  private long skipped;

  /** Offsets of the newest source frame with a result, and without one; -1 before the first. */
  private long resultOf = -1;

  private long skippedAt = -1;
  private long latencyMicros;
  private String accelerator = "";
  private Optional<RecordPosition> newest = Optional.empty();

  PipelineTally(String pipelineId, long nowMillis) {
    this.pipelineId = pipelineId;
    rate = new RateWindow(nowMillis, TimeUnit.MILLISECONDS);
  }

  static PipelineTally restored(PipelineReport report, long nowMillis) {
    PipelineTally tally = new PipelineTally(report.getPipelineId(), nowMillis);
    tally.uid = report.getPipelineUid();
    tally.revision = report.getRevision();
    tally.frames = report.getFrames();
    tally.fellBack = report.getFellBackFrames();
    tally.skipped = report.getSkippedFrames();
    tally.skippedAt = report.getIdle() ? 0 : -1;
    tally.latencyMicros = report.getLatencyMicros();
    tally.accelerator = report.getAccelerator();
    if (report.hasLastFrame()) {
      tally.last.restore(report.getLastFrame());
    }
    if (report.hasNewestResult()) {
      tally.newest = Optional.of(report.getNewestResult());
    }
    return tally;
  }

  void add(Frame result, Processing processing, long nowMillis) {
    frames = Saturating.add(frames, 1);
    fellBack = Saturating.add(fellBack, processing.fellBack() ? 1 : 0);
    rate.add(nowMillis);
    last.take(result, true, nowMillis);
    uid = processing.pipelineUid();
    revision = processing.revision();
    accelerator = processing.accelerator();
    latencyMicros = Saturating.microsBetween(processing.source().appendedAtMillis(), nowMillis);
    resultOf = processing.source().offset();
  }

  /** Counts a frame without a result, because nobody uses the pipeline. */
  void skip(Pipeline pipeline, SourcePosition at) {
    skipped = Saturating.add(skipped, 1);
    skippedAt = at.offset();
    uid = pipeline.uid();
    revision = pipeline.revision();
  }

  /** Takes the newest acknowledged position; returns whether it is another one. */
  boolean acknowledged(Optional<RecordPosition> position) {
    if (position.isEmpty() || position.equals(newest)) {
      return false;
    }
    newest = position;
    return true;
  }

  PipelineReport report(boolean live, long nowMillis) {
    PipelineReport.Builder report =
        PipelineReport.newBuilder()
            .setPipelineId(pipelineId)
            .setPipelineUid(uid)
            .setRevision(revision)
            .setFps(live ? rate.perSecond(nowMillis) : 0)
            .setFrames(frames)
            .setFellBackFrames(fellBack)
            .setLatencyMicros(latencyMicros)
            .setAccelerator(accelerator)
            .setIdle(skippedAt > resultOf)
            .setSkippedFrames(skipped);
    if (last.known()) {
      report.setLastFrame(last.summary());
    }
    newest.ifPresent(report::setNewestResult);
    return report.build();
  }
}
