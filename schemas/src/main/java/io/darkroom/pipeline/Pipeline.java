package io.darkroom.pipeline;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;
import java.time.Instant;
import java.util.Map;

/**
 * One revision of a pipeline, which is a chain of filters on one stream. Immutable.
 *
 * @param uid changes when the pipeline is deleted and created again; empty until it is assigned
 * @param labels labels that callers set
 * @param enabled whether frames are processed
 * @param onDemand whether results are made only while somebody uses them
 * @param revision increases with every change, from 1
 * @param createdAt when the pipeline was created, by a gateway's clock
 * @param effectiveFrom the revision applies to frames appended at or after this time of the
 *     broker's clock
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
    boolean onDemand,
    long revision,
    Instant createdAt,
    Instant effectiveFrom) {

  public Pipeline {
    labels = Labels.require(labels);
  }

  /** Creates an enabled pipeline without labels, created at the time when it takes effect. */
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
        false,
        revision,
        effectiveFrom,
        effectiveFrom);
  }

  /** Returns a copy with this uid, revision and creation time. */
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
        onDemand,
        newRevision,
        newCreatedAt,
        effectiveFrom);
  }

  /** Returns a copy that takes effect at another time. */
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
        onDemand,
        revision,
        createdAt,
        newEffectiveFrom);
  }

  /** Returns a value that is unique to this revision of this pipeline. */
  public String etag() {
    return uid + "-" + revision;
  }

  /** Returns whether both are equal except for their ids, revision and times. */
  public boolean sameWork(Pipeline other) {
    return streamId.equals(other.streamId())
        && chain.toString().equals(other.chain().toString())
        && accelerator == other.accelerator()
        && output.equals(other.output())
        && labels.equals(other.labels())
        && enabled == other.enabled()
        && onDemand == other.onDemand();
  }
}
