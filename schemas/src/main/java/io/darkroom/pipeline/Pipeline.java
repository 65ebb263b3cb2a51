package io.darkroom.pipeline;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;
import java.time.Instant;
import java.util.Map;

/**
 * One revision of a pipeline: a chain of filters on one stream; immutable.
 *
 * @param uid changes when the pipeline is deleted and created again; empty until it is given
 * @param labels the caller's own
 * @param enabled whether frames are processed
 * @param revision counts the changes, from 1
 * @param createdAt of the first revision, by a gateway's clock
 * @param effectiveFrom it applies to frames appended at or after this moment of the broker's clock
 */
public record Pipeline(
    String pipelineId,
    String uid,
    String streamId,
    Chain chain,
    Accelerator accelerator,
    Output output,
    Map<String, String> labels,
    boolean enabled,
    long revision,
    Instant createdAt,
    Instant effectiveFrom) {

  public Pipeline {
    labels = Labels.require(labels);
  }

  /** An enabled one without labels, created when it comes into force. */
  public static Pipeline of(
      String pipelineId,
      String streamId,
      Chain chain,
      Accelerator accelerator,
      Output output,
      long revision,
      Instant effectiveFrom) {
    return new Pipeline(
        pipelineId,
        "",
        streamId,
        chain,
        accelerator,
        output,
        Map.of(),
        true,
        revision,
        effectiveFrom,
        effectiveFrom);
  }

  /** The same as a revision of its own. */
  public Pipeline as(String newUid, long newRevision, Instant newCreatedAt) {
    return new Pipeline(
        pipelineId,
        newUid,
        streamId,
        chain,
        accelerator,
        output,
        labels,
        enabled,
        newRevision,
        newCreatedAt,
        effectiveFrom);
  }

  /** The same from another moment on. */
  public Pipeline from(Instant newEffectiveFrom) {
    return new Pipeline(
        pipelineId,
        uid,
        streamId,
        chain,
        accelerator,
        output,
        labels,
        enabled,
        revision,
        createdAt,
        newEffectiveFrom);
  }

  /** Names this revision of this pipeline, and no other one. */
  public String etag() {
    return uid + "-" + revision;
  }

  /** Whether both do the same from some moment on. */
  public boolean sameWork(Pipeline other) {
    return streamId.equals(other.streamId())
        && chain.toString().equals(other.chain().toString())
        && accelerator == other.accelerator()
        && output.equals(other.output())
        && labels.equals(other.labels())
        && enabled == other.enabled();
  }
}
