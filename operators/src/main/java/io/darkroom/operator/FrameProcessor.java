package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import io.darkroom.image.ImageCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One frame's way through the job: read the envelope, decode the image once, run every pipeline of
 * its stream, encode each result. Knows nothing of Flink; one task owns it.
 */
final class FrameProcessor implements AutoCloseable {

  /** Where results go, in the order of the frames and, for one frame, of its pipelines. */
  interface Sink {
    void processed(Frame result, String key);

    /** {@code trace} came with the frame, or continues what did. */
    void rejected(Reject reject, TraceContext trace);
  }

  private static final Logger LOG = LoggerFactory.getLogger(FrameProcessor.class);

  private final ProgramCache programs;
  private final Assignments assignments;
  private final ImageCodec codec;
  private final ImageLimits limits;
  private final ImageBuffers images;
  private final FrameTraces traces;

  /** Takes the programs and the buffers over. */
  FrameProcessor(
      ProgramCache programs,
      ImageBuffers images,
      Assignments assignments,
      ImageLimits limits,
      FrameTraces traces) {
    this.programs = programs;
    this.images = images;
    this.assignments = assignments;
    this.limits = limits;
    this.traces = traces;
    this.codec = new ImageCodec();
  }

  /** Processes a bundle. What is wrong with one frame is told to the sink and stops no other. */
  void process(List<FrameRecord> bundle, Sink sink) {
    List<List<FrameTask>> tasksByFrame = new ArrayList<>(bundle.size());
    for (int i = 0; i < bundle.size(); i++) {
      tasksByFrame.add(load(bundle.get(i), i));
    }
    runGrouped(tasksByFrame);
    traces.record(tasksByFrame);
    tasksByFrame.forEach(tasks -> tasks.forEach(task -> task.deliver(sink)));
  }

  private List<FrameTask> load(FrameRecord source, int index) {
    Frame frame = null;
    try {
      frame =
          FrameCodec.decodeRecord(
              source.key(),
              source.value(),
              source.contentType(),
              source.trace(),
              source.position());
      List<Assignment> wanted = assignments.of(frame, source.position());
      return wanted.isEmpty() ? List.of() : decode(source, frame, index, wanted);
    } catch (RuntimeException | Error e) {
      return List.of(
          frame == null
              ? FrameTask.rejected(source, coded(e))
              : FrameTask.rejected(source, frame, coded(e)));
    }
  }

  private List<FrameTask> decode(
      FrameRecord source, Frame frame, int index, List<Assignment> assignments) {
    Instant started = Instant.now();
    long start = System.nanoTime();
    Mat image;
    try {
      image =
          codec.decode(
              frame.encoding(),
              frame.width(),
              frame.height(),
              frame.image(),
              limits,
              shape -> images.at(index, shape));
    } catch (RuntimeException | Error e) {
      return List.of(FrameTask.rejected(source, frame, coded(e)));
    }
    long decodeMicros = (System.nanoTime() - start) / 1000;
    return assignments.stream()
        .map(a -> new FrameTask(source, frame, a, image, started, decodeMicros))
        .toList();
  }

  /** Frames of equal chain and size go through the engine together. */
  private void runGrouped(List<List<FrameTask>> tasksByFrame) {
    Grouping groups = new Grouping(programs);
    for (List<FrameTask> tasks : tasksByFrame) {
      tasks.stream().filter(task -> !task.finished()).forEach(groups::add);
    }
    groups.forEach(this::run);
  }

  private void run(ProgramKey key, List<FrameTask> group) {
    Program program;
    try {
      program = programs.program(key);
    } catch (RuntimeException | Error e) {
      group.forEach(task -> task.fail(coded(e)));
      return;
    }
    try {
      run(program, group);
    } catch (RuntimeException | Error e) {
      DarkroomException cause = coded(e);
      group.stream().filter(task -> !task.finished()).forEach(task -> task.fail(cause));
    }
    if (key.once()) {
      programs.release(key);
    }
  }

  private void run(Program program, List<FrameTask> group) {
    List<Mat> sources = group.stream().map(FrameTask::image).toList();
    program.run(
        sources,
        new Program.Results() {
          @Override
          public void done(int index, Filtered result) {
            encode(group.get(index), result);
          }

          @Override
          public void failed(int index, DarkroomException cause) {
            group.get(index).fail(cause);
          }
        });
  }

  private void encode(FrameTask task, Filtered result) {
    long start = System.nanoTime();
    try {
      ByteString encoded = codec.encode(result.image(), task.assignment().output());
      limits.requireBytes(encoded.size());
      long encodeMicros = (System.nanoTime() - start) / 1000;
      task.finish(encoded, result, encodeMicros);
    } catch (RuntimeException | Error e) {
      task.fail(coded(e));
    }
  }

  /**
   * A frame that meets a fault of ours, or of a plugin, is rejected: a task that failed would only
   * meet it again. What leaves the JVM itself in doubt is thrown on.
   */
  private static DarkroomException coded(Throwable failure) {
    if (failure instanceof DarkroomException coded) {
      return coded;
    }
    if (failure instanceof Error error && !concernsOneFrame(error)) {
      throw error;
    }
    LOG.error("a frame met an unexpected failure", failure);
    return new DarkroomException(
        ErrorCode.INTERNAL, "job: unexpected failure: %s. Report it.".formatted(failure), failure);
  }

  private static boolean concernsOneFrame(Error error) {
    return error instanceof LinkageError
        || error instanceof AssertionError
        || error instanceof StackOverflowError
        || error instanceof OutOfMemoryError;
  }

  @Override
  public void close() {
    codec.close();
    programs.close();
    images.close();
  }
}
