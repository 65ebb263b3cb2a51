package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Step;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Filtered.KernelTime;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.Names;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Processing.FilterTime;
import io.darkroom.frame.Reject;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.opencv.opencv_core.Mat;

/** The work of one pipeline on one frame, from the decoded image to the result or the reject. */
final class FrameTask {

  private static final Assignment NONE =
      new Assignment("", "", "", "", 0, null, Accelerator.AUTO, null, true);

  private final FrameRecord source;
  private final Frame frame;
  private final Assignment assignment;
  private final Mat image;
  private final Instant started;
  private final long decodeMicros;
  private Instant ended;
  private Frame result;
  private List<KernelTime> kernels = List.of();
  private DarkroomException failure;
  private boolean discarded;
  private TraceContext trace;

  /** Id of a request of which nothing else could be read. */
  private String requestId = "";

  private OptionalInt answerPartition = OptionalInt.empty();

  FrameTask(
      FrameRecord source,
      Frame frame,
      Assignment assignment,
      Mat image,
      Instant started,
      long decodeMicros) {
    this.source = source;
    this.frame = frame;
    this.assignment = assignment;
    this.image = image;
    this.started = started;
    this.decodeMicros = decodeMicros;
    this.trace = frame.trace().present() ? frame.trace() : source.trace();
  }

  /** Creates the reject of a record that is not a frame. */
  static FrameTask rejected(FrameRecord source, DarkroomException failure) {
    String streamId = source.key() != null && Names.valid(source.key()) ? source.key() : "";
    Frame unreadable =
        Frame.captured(
            streamId, 0, 0, Instant.EPOCH, io.darkroom.frame.Encoding.JPEG, ByteString.EMPTY);
    FrameTask task = rejected(source, unreadable, failure);
    task.requestId = FrameCodec.requestIdOf(source.value());
    task.answerPartition = FrameCodec.answerPartitionOf(source.value());
    return task;
  }

  /** Creates the reject of a frame whose image no pipeline can read. */
  static FrameTask rejected(FrameRecord source, Frame frame, DarkroomException failure) {
    Assignment assignment = frame.request().map(Assignment::of).orElse(NONE);
    FrameTask task = new FrameTask(source, frame, assignment, null, Instant.now(), 0);
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

  FrameRecord source() {
    return source;
  }

  Frame frame() {
    return frame;
  }

  /** Returns when its decoding started, or when it was refused. */
  Instant started() {
    return started;
  }

  /** Returns when it was encoded, failed or was discarded. */
  Instant ended() {
    return ended;
  }

  long decodeMicros() {
    return decodeMicros;
  }

  Optional<Frame> result() {
    return Optional.ofNullable(failure == null ? result : null);
  }

  List<KernelTime> kernels() {
    return kernels;
  }

  Optional<DarkroomException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns the frame's own trace context until {@link #carry} replaces it. */
  TraceContext trace() {
    return trace;
  }

  void carry(TraceContext next) {
    trace = next;
  }

  boolean finished() {
    return result != null || failure != null || discarded;
  }

  void fail(DarkroomException cause) {
    failure = cause;
    ended = Instant.now();
  }

  /** Ends without a result, because nobody uses it. */
  void discard() {
    discarded = true;
    ended = Instant.now();
  }

  void finish(ByteString encoded, Filtered filtered, long encodeMicros) {
    Processing processing =
        new Processing(
            assignment.pipelineId(),
            assignment.pipelineUid(),
            assignment.revision(),
            filtered.accelerator(),
            fellBack(filtered),
            source.position(),
            queueMicros(),
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
            false,
            trace,
            frame.request(),
            Optional.of(processing),
            frame.extras());
    kernels = filtered.kernels();
    ended = Instant.now();
  }

  /** The time from the broker's append to the start of the work. */
  private long queueMicros() {
    return Math.max(0, started.toEpochMilli() - source.position().appendedAtMillis()) * 1000;
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
    if (discarded) {
      return;
    }
    if (failure == null) {
      sink.processed(result.withTrace(trace), source, assignment.key());
      return;
    }
    sink.rejected(
        new Reject(
            failure.code(),
            failure.getMessage(),
            frame.streamId(),
            assignment.pipelineId(),
            assignment.requestId().isEmpty() ? requestId : assignment.requestId(),
            source.position(),
            Instant.now()),
        frame.request().map(Request::answerPartition).orElse(answerPartition),
        trace);
  }
}
