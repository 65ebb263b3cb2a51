package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.ImageLimits;
import io.darkroom.image.ImageCodec;
import io.darkroom.kernel.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Reads the envelopes of records and starts to decode their pictures if memory suffices. An invalid
 * record becomes a reject in its place.
 */
final class FrameLoader {

  /** A frame to process, with its assignments. */
  record Wanted(FrameRecord source, Frame frame, Shape shape, List<Assignment> assignments) {}

  private final Assignments assignments;
  private final Admission admission;
  private final Pictures pictures;
  private final CodecThreads codecs;
  private final ImageLimits limits;

  FrameLoader(
      Assignments assignments,
      Admission admission,
      Pictures pictures,
      CodecThreads codecs,
      ImageLimits limits) {
    this.assignments = assignments;
    this.admission = admission;
    this.pictures = pictures;
    this.codecs = codecs;
    this.limits = limits;
  }

  /**
   * Reads a record. Returns empty if there is nothing to decode; the bundle then already has the
   * outcome.
   */
  Optional<Wanted> read(FrameRecord source, Bundle bundle) {
    Frame frame = null;
    try {
      frame =
          FrameCodec.decodeRecord(
              source.key(),
              source.value(),
              source.contentType(),
              source.trace(),
              source.position());
      List<Assignment> wanted = assignments.of(frame, source);
      if (!wanted.isEmpty()) {
        return Optional.of(new Wanted(source, frame, shape(frame), wanted));
      }
      add(bundle, source, List.of());
    } catch (RuntimeException | Error e) {
      add(bundle, source, List.of(rejected(source, frame, e)));
    }
    return Optional.empty();
  }

  private static void add(Bundle bundle, FrameRecord source, List<FrameTask> tasks) {
    bundle.add(source, CompletableFuture.completedFuture(tasks), Optional.empty());
  }

  private static FrameTask rejected(FrameRecord source, Frame frame, Throwable failure) {
    DarkroomException cause = Failures.coded(failure);
    return frame == null
        ? FrameTask.rejected(source, cause)
        : FrameTask.rejected(source, frame, cause);
  }

  private Shape shape(Frame frame) {
    return ImageCodec.shape(frame, limits);
  }

  /**
   * Starts to decode a frame.
   *
   * @param first whether nothing but the bundle is in flight
   * @return false if the frames in flight leave too little memory
   */
  boolean admit(Wanted wanted, boolean first, Bundle bundle) {
    boolean alone = first && bundle.size() == 0;
    int index = pictures.idleIndex();
    List<Optional<DarkroomException>> refusals = new ArrayList<>(wanted.assignments().size());
    for (Assignment assignment : wanted.assignments()) {
      refusals.add(refusal(index, alone, wanted, assignment));
    }
    if (!alone && refusals.stream().anyMatch(FrameLoader::isOutOfMemory)) {
      pictures.giveBack(index);
      return false;
    }
    decode(wanted, refusals, index, bundle);
    return true;
  }

  private Optional<DarkroomException> refusal(
      int index, boolean alone, Wanted wanted, Assignment assignment) {
    try {
      admission.admit(index, alone, wanted.frame(), wanted.shape(), assignment);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(Failures.coded(e));
    }
  }

  private static boolean isOutOfMemory(Optional<DarkroomException> refusal) {
    return refusal.filter(e -> e.code() == ErrorCode.MEMORY_EXCEEDED).isPresent();
  }

  /** Skips decoding if every assignment is refused. */
  private void decode(
      Wanted wanted, List<Optional<DarkroomException>> refusals, int index, Bundle bundle) {
    if (refusals.stream().allMatch(Optional::isPresent)) {
      pictures.giveBack(index);
      add(bundle, wanted.source(), tasks(wanted, refusals, null, Instant.now(), 0));
      return;
    }
    try {
      Mat picture = pictures.at(index, wanted.shape());
      bundle.add(
          wanted.source(),
          codecs.submit(codec -> decode(codec, wanted, refusals, picture)),
          Optional.of(index));
    } catch (RuntimeException | Error e) {
      pictures.giveBack(index);
      add(bundle, wanted.source(), List.of(rejected(wanted.source(), wanted.frame(), e)));
    }
  }

  private List<FrameTask> decode(
      ImageCodec codec, Wanted wanted, List<Optional<DarkroomException>> refusals, Mat picture) {
    Frame frame = wanted.frame();
    try {
      Instant started = Instant.now();
      long start = System.nanoTime();
      codec.decode(frame, limits, shape -> picture);
      return tasks(wanted, refusals, picture, started, (System.nanoTime() - start) / 1000);
    } catch (RuntimeException | Error e) {
      return List.of(rejected(wanted.source(), frame, e));
    }
  }

  private static List<FrameTask> tasks(
      Wanted wanted,
      List<Optional<DarkroomException>> refusals,
      Mat picture,
      Instant started,
      long decodeMicros) {
    List<FrameTask> tasks = new ArrayList<>(refusals.size());
    for (int i = 0; i < refusals.size(); i++) {
      Assignment assignment = wanted.assignments().get(i);
      FrameTask task =
          new FrameTask(
              wanted.source(), wanted.frame(), assignment, picture, started, decodeMicros);
      refusals.get(i).ifPresent(task::fail);
      tasks.add(task);
    }
    return tasks;
  }
}
