package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import io.darkroom.image.ImageCodec;
import io.darkroom.image.MemoryFailure;
import io.darkroom.kernel.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Admission admission;
  private final Pictures pictures;
  private final FrameTraces traces;

  /** Takes the programs, the codec and the pictures over. */
  FrameProcessor(
      ProgramCache programs,
      Admission admission,
      Pictures pictures,
      ImageCodec codec,
      Assignments assignments,
      ImageLimits limits,
      FrameTraces traces) {
    this.programs = programs;
    this.admission = admission;
    this.pictures = pictures;
    this.codec = codec;
    this.assignments = assignments;
    this.limits = limits;
    this.traces = traces;
  }

  /**
   * Processes a bundle, in parts where memory does not last for all of it. What is wrong with one
   * frame is told to the sink and stops no other.
   */
  void process(List<FrameRecord> bundle, Sink sink) {
    List<List<FrameTask>> loaded = new ArrayList<>(bundle.size());
    for (FrameRecord source : bundle) {
      Optional<List<FrameTask>> tasks = load(source, loaded.size());
      if (tasks.isEmpty()) {
        finish(loaded, sink);
        loaded.clear();
        tasks = load(source, 0);
      }
      loaded.add(tasks.orElseThrow());
    }
    finish(loaded, sink);
  }

  private void finish(List<List<FrameTask>> tasksByFrame, Sink sink) {
    runGrouped(tasksByFrame);
    traces.record(tasksByFrame);
    tasksByFrame.forEach(tasks -> tasks.forEach(task -> task.deliver(sink)));
    admission.settle();
  }

  /** Gives back what has not been used for a while; called now and then between bundles. */
  void tidy(Instant now) {
    programs.tidy(owner -> assignments.serve(owner.name(), owner.streamId(), now));
    pictures.tidy();
  }

  /** Empty where there is no room beside the frames that are loaded already. */
  private Optional<List<FrameTask>> load(FrameRecord source, int index) {
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
      return wanted.isEmpty() ? Optional.of(List.of()) : admit(source, frame, index, wanted);
    } catch (RuntimeException | Error e) {
      return Optional.of(List.of(rejected(source, frame, coded(e))));
    }
  }

  private static FrameTask rejected(FrameRecord source, Frame frame, DarkroomException cause) {
    return frame == null
        ? FrameTask.rejected(source, cause)
        : FrameTask.rejected(source, frame, cause);
  }

  private Optional<List<FrameTask>> admit(
      FrameRecord source, Frame frame, int index, List<Assignment> assignments) {
    Shape shape = shape(frame);
    List<Optional<DarkroomException>> refusals = new ArrayList<>(assignments.size());
    for (Assignment assignment : assignments) {
      refusals.add(refusal(index, frame, shape, assignment));
    }
    if (index > 0 && refusals.stream().anyMatch(FrameProcessor::forWantOfMemory)) {
      return Optional.empty();
    }
    return Optional.of(decode(source, frame, index, assignments, refusals));
  }

  private Shape shape(Frame frame) {
    return ImageCodec.shape(frame.encoding(), frame.width(), frame.height(), frame.image(), limits);
  }

  private Optional<DarkroomException> refusal(
      int index, Frame frame, Shape shape, Assignment assignment) {
    try {
      admission.admit(index, frame, shape, assignment);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(coded(e));
    }
  }

  private static boolean forWantOfMemory(Optional<DarkroomException> refusal) {
    return refusal.filter(e -> e.code() == ErrorCode.MEMORY_EXCEEDED).isPresent();
  }

  /** Nothing is decoded where every assignment is refused. */
  private List<FrameTask> decode(
      FrameRecord source,
      Frame frame,
      int index,
      List<Assignment> assignments,
      List<Optional<DarkroomException>> refusals) {
    Instant started = Instant.now();
    long start = System.nanoTime();
    boolean wanted = refusals.stream().anyMatch(Optional::isEmpty);
    Mat image = wanted ? decode(frame, index) : null;
    long decodeMicros = (System.nanoTime() - start) / 1000;
    List<FrameTask> tasks = new ArrayList<>(assignments.size());
    for (int i = 0; i < assignments.size(); i++) {
      FrameTask task =
          new FrameTask(source, frame, assignments.get(i), image, started, decodeMicros);
      refusals.get(i).ifPresent(task::fail);
      tasks.add(task);
    }
    return tasks;
  }

  private Mat decode(Frame frame, int index) {
    return codec.decode(
        frame.encoding(),
        frame.width(),
        frame.height(),
        frame.image(),
        limits,
        shape -> pictures.at(index, shape));
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
    try {
      Mat first = group.get(0).image();
      Shape shape = new Shape(first.cols(), first.rows(), first.channels());
      run(programs.program(key, admission.estimate(key.chain(), shape)), group);
    } catch (RuntimeException | Error e) {
      DarkroomException failure = coded(e);
      group.stream().filter(task -> !task.finished()).forEach(task -> task.fail(failure));
      programs.release(key);
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
      Mat image = result.image();
      limits.requireSize("result", image.cols(), image.rows());
      ByteString encoded = codec.encode(image, task.assignment().output());
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
    if (MemoryFailure.is(failure)) {
      LOG.warn("a frame met the end of the memory: {}", failure.getMessage());
      return MemoryFailure.coded("a frame", failure);
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
    programs.close();
    pictures.close();
  }
}
