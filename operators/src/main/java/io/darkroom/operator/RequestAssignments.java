package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Request;
import io.darkroom.telemetry.metric.DropReason;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Assigns each frame of the topic {@code requests} to the request that it carries. */
record RequestAssignments(
    Cancellations cancellations, Supplier<Instant> now, OperatorMetrics metrics)
    implements Assignments {

  @Override
  public List<Assignment> of(Frame frame, FrameRecord source) {
    Request request = frame.request().orElseThrow(RequestAssignments::noRequest);
    if (cancellations.contains(request.requestId())) {
      metrics.dropped(DropReason.CANCELLED);
      return List.of();
    }
    if (request.expiredAt(now.get(), Instant.ofEpochMilli(source.position().appendedAtMillis()))) {
      metrics.dropped(DropReason.EXPIRED);
      return List.of();
    }
    return List.of(Assignment.of(request));
  }

  @Override
  public boolean serve(String pipelineId, String streamId, Instant moment) {
    return false;
  }

  private static DarkroomException noRequest() {
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "frame.request: unset (expected: set on the topic requests). Send it to the topic frames.");
  }
}
