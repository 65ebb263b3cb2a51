package io.darkroom.gateway.pipelines;

import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.ControlWriter.Change;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.resources.Precondition;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Changes pipelines by appending to their topic. Changes of all gateways are made one after the
 * other, so that each is based on the one before. Futures complete when the change is effective.
 * Thread-safe; never blocks.
 */
public final class PipelineWriter {

  private final PipelineStore store;
  private final ControlWriter topic;
  private final Bounds bounds;

  public PipelineWriter(PipelineStore store, ControlWriter topic, Bounds bounds) {
    this.store = store;
    this.topic = topic;
    this.bounds = bounds;
  }

  /**
   * Creates or replaces a pipeline. An equal one keeps its revision.
   *
   * @param asap whether it becomes effective as soon as possible, rather than at its {@code
   *     effectiveFrom}
   */
  public CompletableFuture<Pipeline> put(Pipeline wanted, boolean asap, Precondition condition) {
    AtomicReference<PipelineTimeline> decided = new AtomicReference<>();
    return topic
        .change(
            wanted.pipelineId(),
            () -> {
              PipelineTimeline timeline = next(wanted, asap, condition);
              decided.set(timeline);
              return isUnchanged(timeline)
                  ? Optional.empty()
                  : Optional.of(new Change(PipelineCodec.toBytes(timeline, asap)));
            })
        .thenCompose(
            written ->
                written.isEmpty()
                    ? CompletableFuture.completedFuture(decided.get().newest())
                    : afterLead(
                        effective(decided.get().newest(), asap, written.get().timestamp())));
  }

  /** Returns what {@link #put} would return now, or fails like it, and changes nothing. */
  public Pipeline preview(Pipeline wanted, boolean asap, Precondition condition) {
    PipelineTimeline timeline = next(wanted, asap, condition);
    return isUnchanged(timeline)
        ? timeline.newest()
        : effective(timeline.newest(), asap, System.currentTimeMillis());
  }

  /**
   * Deletes a pipeline.
   *
   * @return fails with {@code NOT_FOUND} if there is none
   */
  public CompletableFuture<Void> delete(String pipelineId, Precondition condition) {
    return topic
        .change(
            pipelineId,
            () -> {
              String etag = store.require(pipelineId).etag();
              condition.require("pipeline", pipelineId, Optional.of(etag));
              return Optional.of(Change.DELETION);
            })
        .thenCompose(PipelineWriter::afterLead)
        .thenApply(deleted -> null);
  }

  /** The timeline after the change; the present one if nothing changes. */
  private PipelineTimeline next(Pipeline wanted, boolean asap, Precondition condition) {
    Optional<PipelineTimeline> timeline = store.timeline(wanted.pipelineId());
    Optional<Pipeline> present = timeline.map(PipelineTimeline::newest);
    condition.require("pipeline", wanted.pipelineId(), present.map(Pipeline::etag));
    if (present.filter(pipeline -> isEqual(pipeline, wanted, asap)).isPresent()) {
      return timeline.get();
    }
    requireRoom(wanted, present);
    return timeline
        .map(revisions -> revisions.with(following(wanted, revisions.newest())))
        .orElseGet(() -> PipelineTimeline.startingWith(first(wanted)));
  }

  private boolean isUnchanged(PipelineTimeline timeline) {
    return store
        .timeline(timeline.newest().pipelineId())
        .filter(present -> present == timeline)
        .isPresent();
  }

  private static boolean isEqual(Pipeline present, Pipeline wanted, boolean asap) {
    return present.sameWork(wanted)
        && (asap || present.effectiveFrom().equals(wanted.effectiveFrom()));
  }

  private static Pipeline first(Pipeline wanted) {
    return wanted.as(UUID.randomUUID().toString(), 1, Instant.now());
  }

  private static Pipeline following(Pipeline wanted, Pipeline present) {
    return wanted.as(present.uid(), present.revision() + 1, present.createdAt());
  }

  /** An existing pipeline may always change, but not move to a stream that is at its limit. */
  private void requireRoom(Pipeline wanted, Optional<Pipeline> present) {
    if (present.isEmpty()) {
      bounds.pipelines().require(store.size());
    }
    if (present.filter(p -> p.streamId().equals(wanted.streamId())).isEmpty()) {
      bounds.pipelinesPerStream().require(store.ofStream(wanted.streamId()).size());
    }
  }

  /** The pipeline with its effective time, computed as every reader of the record does. */
  private static Pipeline effective(Pipeline newest, boolean asap, long appendedAtMillis) {
    return asap
        ? newest.from(Instant.ofEpochMilli(appendedAtMillis).plus(PipelineTimeline.LEAD))
        : newest;
  }

  private static <T> CompletableFuture<T> afterLead(T value) {
    Executor later =
        CompletableFuture.delayedExecutor(PipelineTimeline.LEAD.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> value, later);
  }
}
