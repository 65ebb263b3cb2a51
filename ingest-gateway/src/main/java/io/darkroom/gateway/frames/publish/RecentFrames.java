package io.darkroom.gateway.frames.publish;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.limits.RecentMap;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Recognizes frames that were published before, by stream, epoch and sequence, so that publishing
 * one again returns the position of the first. Knows the frames that this gateway published and all
 * that it has read from the topic: {@value #FRAMES} frames of each of the {@value #STREAMS} most
 * recent streams. Frames of epoch 0 have no number and are never repeats. Thread-safe.
 */
public final class RecentFrames {

  static final int FRAMES = 128;
  static final int STREAMS = 1_024;

  private final RecentMap<String, RecentMap<Number, Entry>> streams = new RecentMap<>(STREAMS);

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

  /**
   * Publishes a frame unless it was published before.
   *
   * @param publish appends it to the topic; never blocks
   * @throws DarkroomException {@code CONFLICT} if another image has the same number
   */
  Outcome once(Frame frame, Supplier<CompletableFuture<SourcePosition>> publish) {
    if (frame.epoch() == 0) {
      return new Outcome(publish.get(), false);
    }
    RecentMap<Number, Entry> window = windowOf(frame);
    Number number = new Number(frame.epoch(), frame.sequence());
    Entry mine = new Entry(sumOf(frame.image()), new CompletableFuture<>());
    Optional<Entry> first = window.putIfAbsent(number, mine);
    if (first.isPresent()) {
      requireSame(frame, first.get(), mine);
      return new Outcome(first.get().position(), true);
    }
    publish.get().whenComplete((position, failure) -> end(window, number, mine, position, failure));
    return new Outcome(mine.position(), false);
  }

  /** A frame that was read from the topic is published, whatever Kafka answered. */
  private static void end(
      RecentMap<Number, Entry> window,
      Number number,
      Entry mine,
      SourcePosition position,
      Throwable failure) {
    if (failure == null) {
      mine.position().complete(position);
    } else if (mine.position().completeExceptionally(failure)) {
      window.remove(number, mine);
    }
  }

  /** Takes a frame that was read from the topic, from any producer. */
  public void seen(Frame frame, SourcePosition position) {
    if (frame.epoch() == 0) {
      return;
    }
    RecentMap<Number, Entry> window = windowOf(frame);
    Number number = new Number(frame.epoch(), frame.sequence());
    if (window.find(number).filter(known -> known.position().isDone()).isPresent()) {
      return; // Published here and acknowledged: the usual case.
    }
    Entry seen = new Entry(sumOf(frame.image()), CompletableFuture.completedFuture(position));
    window
        .putIfAbsent(number, seen)
        .filter(first -> first.sum() == seen.sum())
        .ifPresent(first -> first.position().complete(position));
  }

  private RecentMap<Number, Entry> windowOf(Frame frame) {
    return streams.touch(frame.streamId(), id -> new RecentMap<>(FRAMES));
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
