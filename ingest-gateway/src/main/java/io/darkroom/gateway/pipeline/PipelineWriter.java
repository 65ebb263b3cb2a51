package io.darkroom.gateway.pipeline;

import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.Turns;
import io.darkroom.gateway.limit.Bounds;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Changes pipelines by appending to their topic, one change after the other, so that each builds on
 * the one before. Futures complete when the change is in force. Thread-safe; never blocks.
 */
public final class PipelineWriter {

  private final PipelineStore store;
  private final FramePublisher publisher;
  private final Bounds bounds;
  private final Turns turns = new Turns();

  public PipelineWriter(PipelineStore store, FramePublisher publisher, Bounds bounds) {
    this.store = store;
    this.publisher = publisher;
    this.bounds = bounds;
  }

  /** A pipeline as it now is, and whether the call changed it. */
  private record Outcome(Pipeline pipeline, boolean changed) {}

  /**
   * Creates or changes a pipeline; one that is already so stays at its revision.
   *
   * @param asap whether it applies as soon as it can, rather than from its own moment
   */
  public CompletableFuture<Pipeline> put(Pipeline wanted, boolean asap) {
    return turns
        .next(() -> append(wanted, asap))
        .thenCompose(
            outcome ->
                outcome.changed()
                    ? afterLead(outcome.pipeline())
                    : CompletableFuture.completedFuture(outcome.pipeline()));
  }

  /** Deletes a pipeline; fails with {@code NOT_FOUND} where there is none. */
  public CompletableFuture<Void> delete(String pipelineId) {
    return turns.next(() -> appendTombstone(pipelineId)).thenCompose(PipelineWriter::afterLead);
  }

  private CompletableFuture<Outcome> append(Pipeline wanted, boolean asap) {
    Optional<PipelineTimeline> present = store.timeline(wanted.pipelineId());
    if (asap && present.map(PipelineTimeline::newest).filter(p -> same(p, wanted)).isPresent()) {
      return CompletableFuture.completedFuture(new Outcome(present.get().newest(), false));
    }
    requireRoom(wanted, present.map(PipelineTimeline::newest));
    Pipeline next = withRevision(wanted, present.map(t -> t.newest().revision()).orElse(0) + 1);
    PipelineTimeline timeline =
        present.map(t -> t.with(next)).orElseGet(() -> PipelineTimeline.startingWith(next));
    return publisher
        .putPipeline(wanted.pipelineId(), PipelineCodec.toBytes(timeline, asap))
        .thenCompose(metadata -> store.folded(metadata.offset()))
        .thenApply(folded -> new Outcome(store.require(wanted.pipelineId()), true));
  }

  /** One that is there already may always change, but not move to a stream that is full. */
  private void requireRoom(Pipeline wanted, Optional<Pipeline> present) {
    if (present.isEmpty()) {
      bounds.pipelines().require(store.size());
    }
    if (present.filter(p -> p.streamId().equals(wanted.streamId())).isEmpty()) {
      bounds.pipelinesPerStream().require(store.ofStream(wanted.streamId()).size());
    }
  }

  private CompletableFuture<Void> appendTombstone(String pipelineId) {
    store.require(pipelineId);
    return publisher
        .putPipeline(pipelineId, null)
        .thenCompose(metadata -> store.folded(metadata.offset()));
  }

  private static boolean same(Pipeline present, Pipeline wanted) {
    return present.streamId().equals(wanted.streamId())
        && present.chain().toString().equals(wanted.chain().toString())
        && present.accelerator() == wanted.accelerator()
        && present.output().equals(wanted.output());
  }

  private static Pipeline withRevision(Pipeline pipeline, int revision) {
    return new Pipeline(
        pipeline.pipelineId(),
        pipeline.streamId(),
        pipeline.chain(),
        pipeline.accelerator(),
        pipeline.output(),
        revision,
        pipeline.effectiveFrom());
  }

  private static <T> CompletableFuture<T> afterLead(T value) {
    Executor later =
        CompletableFuture.delayedExecutor(PipelineTimeline.LEAD.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> value, later);
  }
}
