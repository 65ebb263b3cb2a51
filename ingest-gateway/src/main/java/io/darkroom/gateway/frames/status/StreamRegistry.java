package io.darkroom.gateway.frames.status;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.gateway.frames.watch.Audience;
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
 * What the gateway has seen of every stream and pipeline since it started. Bounded: of too many
 * streams those that were longest idle are forgotten. Thread-safe.
 */
public final class StreamRegistry {

  public static final int MAX_STREAMS = 10_000;

  private final RecentMap<StreamCounts> streams = new RecentMap<>(MAX_STREAMS);
  private final Map<String, PipelineCounts> pipelines = new ConcurrentHashMap<>();
  private final Audience watchingStreams = new Audience();
  private final Audience watchingPipelines = new Audience();
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

  /** Who watches streams as they came in. */
  public Audience streamAudience() {
    return watchingStreams;
  }

  /** Who watches the results of pipelines. */
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

  /** Takes a result from before the start, for snapshots and against duplicates. */
  public void seed(Frame frame, Processing processing) {
    countsOf(processing.pipelineId()).ifPresent(counts -> counts.seed(frame, processing));
  }

  /** Whether the result is to be delivered; where not, it has been counted. */
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

  /** Counts a refused frame; it may be all that is ever seen of its stream. */
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

  /** Frames of which the metrics know already. */
  public void droppedBySource(String streamId, String reason, long frames) {
    streams.find(streamId).ifPresent(counts -> counts.drop(reason, frames));
  }

  public void droppedFromPipeline(String pipelineId, String reason) {
    metrics.dropped(reason, streamOf(pipelineId));
    countsOf(pipelineId).ifPresent(counts -> counts.drop(reason));
  }

  /** Of a pipeline that has just been deleted it is not known any more. */
  private String streamOf(String pipelineId) {
    return store.contains(pipelineId) ? store.require(pipelineId).streamId() : "";
  }

  /** The newest processed frame; empty before the first. */
  public Optional<Frame> newest(String pipelineId) {
    return Optional.ofNullable(pipelines.get(pipelineId)).flatMap(PipelineCounts::newest);
  }

  /** Since the last frame of each stream that was seen, by id. */
  public Map<String, Duration> idle() {
    long now = nanoTime.getAsLong();
    Map<String, Duration> idle = new TreeMap<>();
    for (String id : streams.keys()) {
      streams.find(id).ifPresent(counts -> idle.put(id, counts.idle(now)));
    }
    return idle;
  }

  /** Every stream that was seen or that a pipeline names, by id. */
  public List<StreamStatus> statuses() {
    TreeSet<String> ids = new TreeSet<>(streams.keys());
    store.pipelines().forEach(pipeline -> ids.add(pipeline.streamId()));
    return ids.stream().map(this::describe).toList();
  }

  /**
   * One stream's status.
   *
   * @throws DarkroomException {@code NOT_FOUND} where no frame came and no pipeline names it
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

  /** What a pipeline's watchers missed counts for its stream too. */
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
