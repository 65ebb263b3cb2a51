package io.darkroom.gateway.frames.status;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.gateway.frames.watch.Audience;
import io.darkroom.gateway.limits.RecentMap;
import io.darkroom.gateway.pipelines.PipelineStore;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.StreamStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Counts and status of every stream and pipeline since the gateway started. Bounded: forgets the
 * streams that have been idle longest. Thread-safe.
 */
public final class StreamRegistry {

  public static final int MAX_STREAMS = 10_000;

  private final RecentMap<String, StreamCounts> streams = new RecentMap<>(MAX_STREAMS);
  private final Map<String, PipelineCounts> pipelines = new ConcurrentHashMap<>();
  private final Audience watchingStreams = Audience.ofStreams();
  private final Audience watchingPipelines = Audience.ofPipelines();
  private final PipelineStore store;
  private final GatewayMetrics metrics;
  private final LongSupplier nanoTime;

  public StreamRegistry(PipelineStore store, GatewayMetrics metrics, LongSupplier nanoTime) {
    this.store = store;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    store.onDeleted(pipelines::remove);
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

  /**
   * Counts a frame of a stream.
   *
   * @param numbered whether its sequence is the producer's own rather than the log's
   */
  public void seen(Frame frame, boolean numbered) {
    long now = nanoTime.getAsLong();
    streams.touch(frame.streamId(), id -> new StreamCounts(now)).add(frame, numbered, now);
  }

  /** Takes a result from before the start; false if it is not the newest of a known pipeline. */
  public boolean seed(Frame frame, Processing processing) {
    return countsOf(processing.pipelineId())
        .map(counts -> counts.seed(frame, processing))
        .orElse(false);
  }

  /** Returns whether to deliver the result; counts a drop if not. */
  public boolean accept(Frame frame, Processing processing, long appendedAtMillis) {
    Optional<PipelineCounts> counts = countsOf(processing.pipelineId());
    if (counts.isEmpty()) {
      metrics.dropped(Drop.UNKNOWN_PIPELINE, frame.streamId());
      return false;
    }
    if (counts.get().accept(frame, processing, appendedAtMillis, nanoTime.getAsLong())) {
      return true;
    }
    metrics.dropped(Drop.DUPLICATE, frame.streamId());
    return false;
  }

  /** Counts a rejected frame, which may be the first of its stream. */
  public void rejected(String streamId, ErrorCode code) {
    metrics.rejected(code);
    if (!streamId.isEmpty()) {
      long now = nanoTime.getAsLong();
      streams.touch(streamId, id -> new StreamCounts(now)).reject(code);
    }
  }

  public void droppedFromStream(String streamId, String reason) {
    metrics.dropped(reason, streamId);
    streams.find(streamId).ifPresent(counts -> counts.drop(reason));
  }

  /** Adds drops that the metrics have counted already. */
  public void droppedBySource(String streamId, String reason, long frames) {
    streams.find(streamId).ifPresent(counts -> counts.drop(reason, frames));
  }

  public void droppedFromPipeline(String pipelineId, String reason) {
    metrics.dropped(reason, streamOf(pipelineId));
    countsOf(pipelineId).ifPresent(counts -> counts.drop(reason));
  }

  /** Empty for a pipeline that has just been deleted. */
  private String streamOf(String pipelineId) {
    return store.contains(pipelineId) ? store.require(pipelineId).streamId() : "";
  }

  /** The newest processed frame; empty before the first. */
  public Optional<Frame> newest(String pipelineId) {
    return watchingPipelines.newest(pipelineId);
  }

  /** Time since the last frame of each stream, by id. */
  public Map<String, Duration> idle() {
    long now = nanoTime.getAsLong();
    Map<String, Duration> idle = new TreeMap<>();
    for (String id : streams.keys()) {
      streams.find(id).ifPresent(counts -> idle.put(id, counts.idle(now)));
    }
    return idle;
  }

  /** The status of each stream that has frames or a pipeline, by id. */
  public List<StreamStatus> statuses() {
    TreeSet<String> ids = new TreeSet<>(streams.keys());
    store.pipelines().forEach(pipeline -> ids.add(pipeline.streamId()));
    return ids.stream().map(this::describe).toList();
  }

  /**
   * The status of one stream.
   *
   * @throws DarkroomException {@code NOT_FOUND} if it has neither frames nor pipelines
   */
  public StreamStatus status(String streamId) {
    if (streams.find(streamId).isEmpty() && store.ofStream(streamId).isEmpty()) {
      throw DarkroomException.notFound("stream", streamId, "Publish a frame to it first.");
    }
    return describe(streamId);
  }

  private StreamStatus describe(String streamId) {
    long now = nanoTime.getAsLong();
    StreamStatus.Builder status =
        StreamStatus.newBuilder()
            .setStreamId(streamId)
            .setState("idle")
            .setSubscribers(watchingStreams.size(streamId));
    streams.find(streamId).ifPresent(counts -> counts.describe(status, now));
    store.ofStream(streamId).forEach(p -> addPipeline(status, describe(p, now)));
    return status.build();
  }

  /** Frames that a pipeline's watchers missed also count for its stream. */
  private static void addPipeline(StreamStatus.Builder stream, PipelineStatus pipeline) {
    stream.addPipelines(pipeline);
    pipeline
        .getDropsMap()
        .forEach(
            (reason, count) ->
                stream.putDrops(reason, stream.getDropsOrDefault(reason, 0) + count));
  }

  private PipelineStatus describe(Pipeline pipeline, long nowNanos) {
    PipelineStatus.Builder status =
        PipelineStatus.newBuilder()
            .setPipelineId(pipeline.pipelineId())
            .setRevision(pipeline.revision())
            .setSubscribers(watchingPipelines.size(pipeline.pipelineId()));
    countsOf(pipeline.pipelineId()).ifPresent(counts -> counts.describe(status, nowNanos));
    return status.build();
  }

  private Optional<PipelineCounts> countsOf(String pipelineId) {
    if (!store.contains(pipelineId)) {
      return Optional.empty();
    }
    return Optional.of(
        pipelines.computeIfAbsent(pipelineId, id -> new PipelineCounts(nanoTime.getAsLong())));
  }
}
