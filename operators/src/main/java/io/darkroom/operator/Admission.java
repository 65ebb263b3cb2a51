package io.darkroom.operator;

import io.darkroom.chain.Chain;
import io.darkroom.engine.Estimate;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.kernel.Shape;
import java.time.Duration;
import java.util.Locale;

/**
 * Decides, before a picture is decoded, whether a task has the time and the memory for the picture
 * and its chain, and reserves the memory. Owned by one task.
 */
final class Admission {

  private final Estimates estimates;
  private final ProgramCache programs;
  private final Pictures pictures;
  private final MemoryAccount memory;
  private final Duration mostCost;
  private long room;

  /**
   * Creates an admission without reservations.
   *
   * @param mostCost the longest estimated time of a chain for one picture
   */
  Admission(
      Estimates estimates,
      ProgramCache programs,
      Pictures pictures,
      MemoryAccount memory,
      Duration mostCost) {
    this.estimates = estimates;
    this.programs = programs;
    this.pictures = pictures;
    this.memory = memory;
    this.mostCost = mostCost;
  }

  /**
   * Reserves the memory that an assignment needs.
   *
   * @param index of the picture; the same for each assignment of a frame
   * @param alone whether nothing else is in flight
   * @param shape of the picture, from its header
   * @throws DarkroomException {@code CHAIN_TOO_COSTLY}, {@code MEMORY_EXCEEDED}, or the error of
   *     the chain for such a picture
   */
  void admit(int index, boolean alone, Frame frame, Shape shape, Assignment assignment) {
    Estimate estimate = estimates.of(assignment.chain(), shape);
    requireTime(frame, shape, assignment, estimate);
    ProgramKey key = programs.keyOf(assignment, frame.streamId());
    Need need = need(index, frame, shape, assignment, estimate);
    long scratch = Math.max(room, key.shared() ? estimate.kept() : 0);
    long models = programs.growth(key, estimate);
    if (!fits(index, alone, need, models + scratch)) {
      throw memory.exceeded(
          "a picture of %d x %d px and its chain".formatted(shape.width(), shape.height()),
          need.picture() + need.working() + estimate.kept());
    }
    room = scratch;
    pictures.reserve(index, need.picture(), need.working());
    programs.reserve(key, estimate);
  }

  private void requireTime(Frame frame, Shape shape, Assignment assignment, Estimate estimate) {
    double nanos =
        Coding.decodeNanos(frame.encoding(), shape)
            + estimate.nanos()
            + Coding.encodeNanos(assignment.output(), estimate.output());
    if (nanos > mostCost.toNanos()) {
      throw new DarkroomException(
          ErrorCode.CHAIN_TOO_COSTLY,
          String.format(
              Locale.ROOT,
              "chain: about %.1f s for %d x %d px (expected: at most %.1f s). Shorten it, send"
                  + " smaller pictures, or raise --max-frame-cost.",
              nanos / 1e9,
              shape.width(),
              shape.height(),
              mostCost.toNanos() / 1e9));
    }
  }

  /** The bytes of one frame, and those of the task's work on one frame at a time. */
  private record Need(long picture, long working) {}

  /**
   * Decoding, filtering and encoding run one after the other; the chain's result exists while it is
   * encoded. If a codec thread decodes while other frames are processed, its memory is counted
   * separately.
   */
  private Need need(int index, Frame frame, Shape shape, Assignment assignment, Estimate estimate) {
    long decoding = Coding.decodeBytes(frame, shape);
    long encoding =
        estimate.pictures() + Coding.encodeBytes(assignment.output(), estimate.output());
    long working = Math.max(estimate.passing(), encoding);
    return pictures.decodesBesideOthers(index)
        ? new Need(shape.bytes() + decoding, working)
        : new Need(shape.bytes(), Math.max(decoding, working));
  }

  private boolean fits(int index, boolean alone, Need need, long programBytes) {
    if (fits(index, need, programBytes)) {
      return true;
    }
    if (!alone) {
      return false;
    }
    pictures.shrink();
    return fits(index, need, programBytes);
  }

  private boolean fits(int index, Need need, long programBytes) {
    return programs.freeUp(pictures.growth(index, need.picture(), need.working()) + programBytes);
  }

  /** Returns the estimate of a chain for admitted pictures. */
  Estimate estimate(Chain chain, Shape shape) {
    return estimates.of(chain, shape);
  }

  /** Returns the bytes that admitted chains may still allocate. */
  long room() {
    return room;
  }

  /** Ends all reservations; nothing that was admitted may be left to run. */
  void settle() {
    room = 0;
    programs.settle();
    pictures.settle();
  }
}
