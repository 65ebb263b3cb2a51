package io.darkroom.operator;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.pipeline.Pipeline;

/**
 * The work on one frame: a revision of a pipeline, or a request.
 *
 * @param pipelineId empty for a request
 * @param pipelineUid empty for a request
 * @param requestId empty for a pipeline
 * @param session empty for a pipeline, and for a request without a session
 * @param revision 0 for a request
 * @param used whether somebody uses the result; otherwise only the models of the filters matter
 */
record Assignment(
    String pipelineId,
    String pipelineUid,
    String requestId,
    String session,
    long revision,
    Chain chain,
    Accelerator accelerator,
    Output output,
    boolean used) {

  static Assignment of(Pipeline pipeline) {
    return new Assignment(
        pipeline.pipelineId(),
        pipeline.uid(),
        "",
        "",
        pipeline.revision(),
        pipeline.chain(),
        pipeline.accelerator(),
        pipeline.output(),
        true);
  }

  static Assignment of(Request request) {
    return new Assignment(
        "",
        "",
        request.requestId(),
        request.session(),
        0,
        request.chain(),
        request.accelerator(),
        request.output(),
        true);
  }

  /** Returns the same work with a result that is discarded. */
  Assignment unused() {
    return new Assignment(
        pipelineId, pipelineUid, requestId, session, revision, chain, accelerator, output, false);
  }

  /** Returns the key of the result's record. */
  String key() {
    return pipelineId.isEmpty() ? requestId : pipelineId;
  }
}
