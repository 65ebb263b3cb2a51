package io.darkroom.operator;

import io.darkroom.frame.Frame;
import java.time.Instant;
import java.util.List;

/** Decides how to process each frame of one topic. Used by the task's thread. */
interface Assignments {

  /**
   * Returns the work on a frame, before its picture is decoded.
   *
   * @return empty if the frame is dropped; the drop is already counted
   * @throws io.darkroom.error.DarkroomException if the frame does not belong on the topic
   */
  List<Assignment> of(Frame frame, FrameRecord source);

  /** Returns whether a pipeline processes a stream at a moment or will do so later. */
  boolean serve(String pipelineId, String streamId, Instant moment);
}
