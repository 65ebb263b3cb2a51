package io.darkroom.gateway.testing;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.LineageCodec;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.WireTime;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.v1.FrameSummary;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.RecordPosition;
import io.darkroom.v1.StreamReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports on streams like those of the filter job. Thread-safe. */
final class FakeReports {

  private static final String GROUP = "darkroom-filter-job";
  private static final long EVERY_NANOS = 1_000_000_000;
  private static final long ENDED_NANOS = 1_500_000_000;

  private static final class Stream {
    private final StreamReport.Builder report = StreamReport.newBuilder().setGroup(GROUP);
    private final Map<String, PipelineReport.Builder> pipelines = new TreeMap<>();
    private final Map<String, Map<Integer, Long>> newestOffsets = new HashMap<>();
    private long lastFrame = System.nanoTime();
    private long lastReport = System.nanoTime() - EVERY_NANOS;
    private boolean changed = true;
  }

  private final Map<String, Stream> streams = new TreeMap<>();

  synchronized void seen(Frame frame, SourcePosition position, boolean numbered) {
    Stream stream = of(frame.streamId(), position.partition());
    StreamReport.Builder report = stream.report;
    FrameSummary last = report.getLastFrame();
    if (numbered && report.hasLastFrame() && last.getEpoch() == frame.epoch()) {
      long gap = Math.max(0, frame.sequence() - last.getSequence() - 1);
      report.setMissing(report.getMissing() + gap);
    }
    report
        .setFrames(report.getFrames() + 1)
        .setTotalBytes(report.getTotalBytes() + frame.image().size())
        .setLastFrame(summary(frame))
        .setLastPosition(LineageCodec.toMessage(position));
    stream.lastFrame = System.nanoTime();
    stream.changed = true;
  }

  synchronized void rejected(String streamId, int partition, ErrorCode code) {
    Stream stream = of(streamId, partition);
    stream.report.putRejects(code.name(), stream.report.getRejectsOrDefault(code.name(), 0) + 1);
    stream.changed = true;
  }

  synchronized void result(Frame result, Pipeline pipeline, int partition, long offset) {
    Processing processing = result.processing().orElseThrow();
    Stream stream = of(pipeline.streamId(), processing.source().partition());
    stream.changed = true;
    PipelineReport.Builder report = of(stream, pipeline);
    report
        .setIdle(false)
        .setRevision(processing.revision())
        .setAccelerator(processing.accelerator())
        .setLastFrame(summary(result))
        .setNewestResult(RecordPosition.newBuilder().setPartition(partition).setOffset(offset));
    Map<Integer, Long> newest =
        stream.newestOffsets.computeIfAbsent(pipeline.pipelineId(), id -> new HashMap<>());
    SourcePosition source = processing.source();
    if (source.offset() > newest.getOrDefault(source.partition(), -1L)) {
      newest.put(source.partition(), source.offset());
      report.setFrames(report.getFrames() + 1);
    }
  }

  synchronized void skipped(Pipeline pipeline, int partition) {
    PipelineReport.Builder report = of(of(pipeline.streamId(), partition), pipeline);
    report
        .setIdle(true)
        .setSkippedFrames(report.getSkippedFrames() + 1)
        .setRevision(pipeline.revision());
  }

  private static PipelineReport.Builder of(Stream stream, Pipeline pipeline) {
    return stream
        .pipelines
        .computeIfAbsent(pipeline.pipelineId(), id -> PipelineReport.newBuilder().setPipelineId(id))
        .setPipelineUid(pipeline.uid());
  }

  private Stream of(String streamId, int partition) {
    Stream stream = streams.computeIfAbsent(streamId + "/" + partition, key -> new Stream());
    stream.report.setStreamId(streamId).setPartition(partition);
    return stream;
  }

  private static FrameSummary summary(Frame frame) {
    boolean sized = frame.width() > 0 || !frame.encoding().compressed();
    ImageHeader header = sized ? null : ImageHeader.read(frame.image());
    return FrameSummary.newBuilder()
        .setEpoch(frame.epoch())
        .setSequence(frame.sequence())
        .setCapturedAt(WireTime.of(frame.capturedAt()))
        .setWidthPx(sized ? frame.width() : header.width())
        .setHeightPx(sized ? frame.height() : header.height())
        .setEncoding(frame.encoding().text())
        .setSizeBytes(frame.image().size())
        .build();
  }

  /** The reports to write now. */
  synchronized List<StreamReport> due() {
    List<StreamReport> due = new ArrayList<>();
    for (Stream stream : streams.values()) {
      long now = System.nanoTime();
      boolean live = stream.report.getFrames() > 0 && now - stream.lastFrame < ENDED_NANOS;
      boolean ended = stream.report.getLive() && !live;
      if (now - stream.lastReport >= EVERY_NANOS && (stream.changed || live || ended)) {
        stream.lastReport = now;
        stream.changed = false;
        due.add(report(stream, live));
      }
    }
    return due;
  }

  private static StreamReport report(Stream stream, boolean live) {
    stream.report.setLive(live).setReportedAt(WireTime.of(Instant.now())).clearPipelines();
    stream.pipelines.values().forEach(pipeline -> stream.report.addPipelines(pipeline.build()));
    return stream.report.build();
  }
}
