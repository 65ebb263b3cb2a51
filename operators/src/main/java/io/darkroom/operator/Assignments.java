package io.darkroom.operator;

import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import java.time.Instant;
import java.util.List;

/** Decides what is to be done with each frame of one topic. Used by the task's thread. */
interface Assignments {

  /**
   * What is to be done with a frame, before its picture is decoded.
   *
   * @return empty where the frame is dropped; the drop has been counted
   * @throws io.darkroom.error.DarkroomException where such a frame does not belong on the topic
   */
  List<Assignment> of(Frame frame, SourcePosition position);

  /** Whether a pipeline works on a stream at a moment, or will later. */
  boolean serve(String pipelineId, String streamId, Instant moment);
}
