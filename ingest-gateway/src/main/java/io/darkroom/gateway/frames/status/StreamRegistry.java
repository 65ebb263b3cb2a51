package io.darkroom.gateway.frames.status;

import static java.util.stream.Collectors.groupingBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.frames.watch.Audience;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.gateway.frames.watch.ReportedPositions;
import io.darkroom.gateway.pipelines.PipelineStore;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.telemetry.metric.Saturating;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.StreamReport;
import io.darkroom.v1.StreamStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The status of every stream and pipeline: what the job reports, which is the same at all gateways,
 * and what happens at this gateway. Thread-safe.
 */
public final class StreamRegistry {

  private final KnownStreams reports;
  private final Audience watchingStreams;
  private final Audience watchingPipelines;
  private final LocalCounts streamDrops = new LocalCounts();
  private final LocalCounts pipelineDrops = new LocalCounts();
  private final PipelineStore store;
  private final GatewayMetrics metrics;

  public StreamRegistry(
      KnownStreams reports,
      PipelineStore store,
      Audience watchingStreams,
      Audience watchingPipelines,
      GatewayMetrics metrics) {
    this.reports = reports;
    this.store = store;
    this.watchingStreams = watchingStreams;
    this.watchingPipelines = watchingPipelines;
    this.metrics = metrics;
    store.onDeleted(pipelineDrops::remove);
    store.onDeleted(id -> watchingPipelines.end(id, PipelineStore.notFound(id)));
  }

  /** Watchers of raw frames. */
  public Audience streamAudience() {
    return watchingStreams;
  }

  /** Watchers of processed frames. */
  public Audience pipelineAudience() {
    return watchingPipelines;
  }

  public void droppedFromStream(String streamId, String reason) {
    metrics.dropped(reason, streamId);
    streamDrops.add(streamId, reason, 1);
  }

  /** Adds drops that the metrics have counted already. */
  public void droppedBySource(String streamId, String reason, long frames) {
    streamDrops.add(streamId, reason, frames);
  }

  public void droppedFromPipeline(String pipelineId, String reason) {
    metrics.dropped(reason, streamOf(pipelineId));
    if (store.contains(pipelineId)) {
      pipelineDrops.add(pipelineId, reason, 1);
    }
  }

  /** Empty for a pipeline that has just been deleted. */
  private String streamOf(String pipelineId) {
    return store.contains(pipelineId) ? store.require(pipelineId).streamId() : "";
  }

  /** Time since the job last saw a frame of each stream, by id. */
  public Map<String, Duration> idle() {
    Map<String, Duration> idle = new TreeMap<>();
    for (String id : reports.streamIds()) {
      reports.find(id).ifPresent(stream -> idle.put(id, stream.idle()));
    }
    return idle;
  }

  /** What the job reports of the newest frame of a stream. */
  public Optional<StreamReport> newestReport(String streamId) {
    return reports.find(streamId).flatMap(KnownStream::newest);
  }

  /** The status of each stream that has been reported, has a pipeline or lost frames, by id. */
  public List<StreamStatus> statuses() {
    Map<String, List<Pipeline>> pipelines =
        store.pipelines().stream().collect(groupingBy(Pipeline::streamId));
    Set<String> ids = new TreeSet<>(reports.streamIds());
    ids.addAll(pipelines.keySet());
    ids.addAll(streamDrops.ids());
    return ids.stream().map(id -> describe(id, pipelines.getOrDefault(id, List.of()))).toList();
  }

  /**
   * The status of one stream.
   *
   * @throws DarkroomException {@code NOT_FOUND} if it has neither frames nor pipelines
   */
  public StreamStatus status(String streamId) {
    List<Pipeline> pipelines = store.ofStream(streamId);
    boolean unknown = reports.find(streamId).isEmpty() && streamDrops.of(streamId).isEmpty();
    if (unknown && pipelines.isEmpty()) {
      throw DarkroomException.notFound("stream", streamId, "Publish a frame to it first.");
    }
    return describe(streamId, pipelines);
  }

  private StreamStatus describe(String streamId, List<Pipeline> pipelines) {
    StreamStatus.Builder status =
        StreamStatus.newBuilder()
            .setStreamId(streamId)
            .setState("idle")
            .setSubscribers(watchingStreams.size(streamId))
            .putAllDrops(streamDrops.of(streamId));
    Optional<KnownStream> reported = reports.find(streamId);
    reported.ifPresent(stream -> stream.describe(status));
    pipelines.forEach(pipeline -> addPipeline(status, describe(pipeline, reported)));
    return status.build();
  }

  /** Frames that a pipeline's watchers missed also count for its stream. */
  private static void addPipeline(StreamStatus.Builder stream, PipelineStatus pipeline) {
    stream.addPipelines(pipeline);
    pipeline
        .getDropsMap()
        .forEach(
            (reason, count) ->
                stream.putDrops(
                    reason, Saturating.add(stream.getDropsOrDefault(reason, 0), count)));
  }

  private PipelineStatus describe(Pipeline pipeline, Optional<KnownStream> reported) {
    PipelineStatus.Builder status =
        PipelineStatus.newBuilder()
            .setPipelineId(pipeline.pipelineId())
            .setRevision(pipeline.revision())
            .setSubscribers(watchingPipelines.size(pipeline.pipelineId()))
            .putAllDrops(pipelineDrops.of(pipeline.pipelineId()));
    reported.ifPresent(stream -> stream.describe(status, pipeline.uid()));
    return status.setIdle(status.getIdle() && pipeline.onDemand()).build();
  }

  /** Whether a pipeline is on demand and the job made no result of its stream's newest frame. */
  public boolean idle(String pipelineId) {
    return store
        .timeline(pipelineId)
        .map(PipelineTimeline::newest)
        .filter(Pipeline::onDemand)
        .filter(pipeline -> isIdle(reports.find(pipeline.streamId()), pipeline))
        .isPresent();
  }

  private static boolean isIdle(Optional<KnownStream> reported, Pipeline pipeline) {
    return reported.map(one -> one.idle(pipeline.pipelineId(), pipeline.uid())).orElse(true);
  }

  /** Where the job has seen the frames of each stream. */
  public ReportedPositions framePositions() {
    return new ReportedPositions() {
      @Override
      public Set<Integer> partitions(String streamId) {
        return reports.find(streamId).map(KnownStream::partitions).orElse(Set.of());
      }

      @Override
      public Optional<Place> newest(String streamId) {
        return reports.find(streamId).flatMap(KnownStream::newestFrame);
      }
    };
  }

  /** Where the job has written the results of each pipeline. */
  public ReportedPositions resultPositions() {
    return new ReportedPositions() {
      @Override
      public Set<Integer> partitions(String pipelineId) {
        return newest(pipelineId).map(place -> Set.of(place.partition())).orElse(Set.of());
      }

      @Override
      public Optional<Place> newest(String pipelineId) {
        return store
            .timeline(pipelineId)
            .map(timeline -> timeline.newest())
            .flatMap(
                pipeline ->
                    reports
                        .find(pipeline.streamId())
                        .flatMap(stream -> stream.newestResult(pipelineId, pipeline.uid())));
      }
    };
  }
}
