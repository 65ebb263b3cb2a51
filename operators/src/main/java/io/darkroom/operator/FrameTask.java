package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Step;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Filtered;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.Names;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Processing.FilterTime;
import io.darkroom.frame.Reject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/** One frame for one pipeline, from its decoded image to its result or its reject. */
final class FrameTask {

  private static final Assignment NONE =
      new Assignment("", "", "", 0, null, Accelerator.AUTO, null);

  private final FrameRecord source;
  private final Frame frame;
  private final Assignment assignment;
  private final Mat image;
  private final long queueMicros;
  private final long decodeMicros;
  private Frame result;
  private DarkroomException failure;

  FrameTask(
      FrameRecord source,
      Frame frame,
      Assignment assignment,
      Mat image,
      long queueMicros,
      long decodeMicros) {
    this.source = source;
    this.frame = frame;
    this.assignment = assignment;
    this.image = image;
    this.queueMicros = queueMicros;
    this.decodeMicros = decodeMicros;
  }

  /** A record that is no frame. */
  static FrameTask rejected(FrameRecord source, DarkroomException failure) {
    String streamId = source.key() != null && Names.valid(source.key()) ? source.key() : "";
    Frame unreadable =
        Frame.captured(
            streamId, 0, 0, Instant.EPOCH, io.darkroom.frame.Encoding.JPEG, ByteString.EMPTY);
    return rejected(source, unreadable, failure);
  }

  /** A frame whose image cannot be read, for any pipeline. */
  static FrameTask rejected(FrameRecord source, Frame frame, DarkroomException failure) {
    Assignment assignment = frame.request().map(Assignment::of).orElse(NONE);
    FrameTask task = new FrameTask(source, frame, assignment, null, 0, 0);
    task.fail(failure);
    return task;
  }

  Assignment assignment() {
    return assignment;
  }

  String streamId() {
    return frame.streamId();
  }

  Mat image() {
    return image;
  }

  boolean finished() {
    return result != null || failure != null;
  }

  void fail(DarkroomException cause) {
    failure = cause;
  }

  void finish(ByteString encoded, Filtered filtered, long encodeMicros) {
    Processing processing =
        new Processing(
            assignment.pipelineId(),
            assignment.revision(),
            filtered.accelerator(),
            fellBack(filtered),
            source.position(),
            queueMicros,
            decodeMicros,
            times(filtered.filterNanos()),
            encodeMicros,
            filtered.warmingUp());
    ImageHeader header = ImageHeader.read(encoded);
    result =
        new Frame(
            frame.streamId(),
            frame.epoch(),
            frame.sequence(),
            frame.capturedAt(),
            header.encoding(),
            header.width(),
            header.height(),
            encoded,
            frame.trace(),
            frame.request(),
            Optional.of(processing));
  }

  private boolean fellBack(Filtered filtered) {
    boolean asked = assignment.accelerator() == Accelerator.CUDA;
    return filtered.fellBack() || (asked && !filtered.accelerator().startsWith("cuda"));
  }

  private List<FilterTime> times(long[] filterNanos) {
    List<Step> steps = assignment.chain().steps();
    List<FilterTime> times = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      times.add(new FilterTime(steps.get(i).filterId(), filterNanos[i] / 1000));
    }
    return times;
  }

  void deliver(FrameProcessor.Sink sink) {
    if (failure == null) {
      sink.processed(result, assignment.key());
      return;
    }
    sink.rejected(
        new Reject(
            failure.code(),
            failure.getMessage(),
            frame.streamId(),
            assignment.pipelineId(),
            assignment.requestId(),
            source.position(),
            Instant.now()));
  }
}
