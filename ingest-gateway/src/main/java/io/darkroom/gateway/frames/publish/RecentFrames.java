package io.darkroom.gateway.frames.publish;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.limits.RecentMap;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Recognizes frames that were published before, by stream, epoch and sequence, so that publishing
 * one again returns the position of the first. Knows the frames that this gateway published, and
 * looks for those of other gateways when a producer continues its run here: {@value #FRAMES} frames
 * of each of the {@value #STREAMS} most recent streams. Frames of epoch 0 have no number and are
 * never repeats. Thread-safe.
 */
public final class RecentFrames {

  static final int FRAMES = 128;
  static final int STREAMS = 1_024;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final RecentMap<String, Window> streams = new RecentMap<>(STREAMS);
  private final EarlierFrames earlier;

  /**
   * @param earlier finds the frames that other gateways published
   */
  public RecentFrames(EarlierFrames earlier) {
    this.earlier = earlier;
  }

  private record Number(long epoch, long sequence) {}

  /**
   * @param sum checksum of the image, which distinguishes a repeat from another frame with its
   *     number
   */
  private record Entry(int sum, CompletableFuture<SourcePosition> position) {}

  /**
   * Result of publishing a frame.
   *
   * @param repeated whether it was published before
   */
  record Outcome(CompletableFuture<SourcePosition> position, boolean repeated) {}

  /** The recent frames of a stream. */
  private static final class Window {
    private final RecentMap<Number, Entry> entries = new RecentMap<>(FRAMES);

    /** Completes when earlier frames are known and all steps so far are done. */
    private CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

    private long nextLookNanos = System.nanoTime();

    /** Whether to look for frames of other gateways; at most once a second. */
    synchronized boolean mayLook() {
      return System.nanoTime() - nextLookNanos >= 0;
    }

    synchronized void look(Supplier<CompletableFuture<Void>> read) {
      nextLookNanos = System.nanoTime() + BETWEEN_LOOKS.toNanos();
      ready = ready.thenCompose(done -> read.get());
    }

    /** Runs steps one after the other; at once if nothing is under way. */
    synchronized CompletableFuture<Outcome> next(Supplier<Outcome> step) {
      CompletableFuture<Outcome> done = ready.handle((ok, failure) -> step.get());
      ready = done.handle((outcome, failure) -> null);
      return done;
    }
  }

  /**
   * Publishes a frame unless it was published before. Fails with {@code CONFLICT} if another image
   * has the same number. Calls for one stream are carried out in their order.
   *
   * @param publish appends it to the topic; never blocks
   */
  CompletableFuture<Outcome> once(
      Frame frame, Supplier<CompletableFuture<SourcePosition>> publish) {
    if (frame.epoch() == 0) {
      return CompletableFuture.completedFuture(new Outcome(publish.get(), false));
    }
    boolean isNew = streams.find(frame.streamId()).isEmpty();
    Window window = streams.touch(frame.streamId(), id -> new Window());
    if (mayBeElsewhere(frame, window, isNew)) {
      window.look(() -> earlier.read(frame.streamId(), (found, at) -> seen(window, found, at)));
    }
    return window.next(() -> publishOnce(window.entries, frame, publish));
  }

  /**
   * Whether another gateway may have published the frame: its producer continues its run here, or
   * the job has seen its sequence, but this gateway has not.
   */
  private boolean mayBeElsewhere(Frame frame, Window window, boolean isNew) {
    if (window.entries.find(new Number(frame.epoch(), frame.sequence())).isPresent()) {
      return false;
    }
    OptionalLong last = earlier.lastSequence(frame.streamId(), frame.epoch());
    boolean candidate = last.isPresent() && (isNew || last.getAsLong() >= frame.sequence());
    return candidate && window.mayLook();
  }

  private static Outcome publishOnce(
      RecentMap<Number, Entry> entries,
      Frame frame,
      Supplier<CompletableFuture<SourcePosition>> publish) {
    Number number = new Number(frame.epoch(), frame.sequence());
    Entry mine = new Entry(sumOf(frame.image()), new CompletableFuture<>());
    Optional<Entry> first = entries.putIfAbsent(number, mine);
    if (first.isPresent()) {
      requireSame(frame, first.get(), mine);
      return new Outcome(first.get().position(), true);
    }
    publish
        .get()
        .whenComplete((position, failure) -> end(entries, number, mine, position, failure));
    return new Outcome(mine.position(), false);
  }

  private static void end(
      RecentMap<Number, Entry> entries,
      Number number,
      Entry mine,
      SourcePosition position,
      Throwable failure) {
    if (failure == null) {
      mine.position().complete(position);
    } else if (mine.position().completeExceptionally(failure)) {
      entries.remove(number, mine);
    }
  }

  private static void seen(Window window, Frame frame, SourcePosition position) {
    if (frame.epoch() != 0) {
      window.entries.putIfAbsent(
          new Number(frame.epoch(), frame.sequence()),
          new Entry(sumOf(frame.image()), CompletableFuture.completedFuture(position)));
    }
  }

  private static void requireSame(Frame frame, Entry first, Entry again) {
    if (first.sum() != again.sum()) {
      throw new DarkroomException(
              ErrorCode.CONFLICT,
              "frame: sequence %d of epoch %d with another image (expected: the one published before). %s"
                  .formatted(
                      frame.sequence(),
                      frame.epoch(),
                      "Count the sequence up, or begin a new epoch with each run."))
          .about("stream", frame.streamId());
    }
  }

  private static int sumOf(ByteString image) {
    CRC32C sum = new CRC32C();
    for (ByteBuffer part : image.asReadOnlyByteBufferList()) {
      sum.update(part);
    }
    return (int) sum.getValue();
  }
}
