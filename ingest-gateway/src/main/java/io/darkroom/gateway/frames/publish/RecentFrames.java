package io.darkroom.gateway.frames.publish;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.status.RecentMap;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * The newest frames by stream, epoch and sequence, so that publishing one again gives the place of
 * the first instead of a second frame: those that this gateway published, and all that it has read
 * from the topic, whoever wrote them. Remembers {@value #FRAMES} frames of each of the {@value
 * #STREAMS} newest streams. Frames of epoch 0 have no number of their own. Thread-safe.
 */
public final class RecentFrames {

  static final int FRAMES = 128;
  static final int STREAMS = 1_024;

  private final RecentMap<Window> streams = new RecentMap<>(STREAMS);

  private record Number(long epoch, long sequence) {}

  /**
   * @param sum of the image, which tells a repeat from another frame of the same number
   */
  private record Entry(int sum, CompletableFuture<SourcePosition> position) {}

  /** Of one stream; guarded by itself. */
  private static final class Window extends LinkedHashMap<Number, Entry> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Number, Entry> eldest) {
      return size() > FRAMES;
    }
  }

  /**
   * What became of a frame.
   *
   * @param repeated whether it had been published before
   */
  record Outcome(CompletableFuture<SourcePosition> position, boolean repeated) {}

  /**
   * Publishes a frame unless that has been done.
   *
   * @param publish appends it to the topic; never blocks
   * @throws DarkroomException {@code CONFLICT} where another image has the same number
   */
  Outcome once(Frame frame, Supplier<CompletableFuture<SourcePosition>> publish) {
    if (frame.epoch() == 0) {
      return new Outcome(publish.get(), false);
    }
    Window window = streams.touch(frame.streamId(), id -> new Window());
    Number number = new Number(frame.epoch(), frame.sequence());
    Entry mine = new Entry(sumOf(frame.image()), new CompletableFuture<>());
    Entry first;
    synchronized (window) {
      first = window.putIfAbsent(number, mine);
    }
    if (first != null) {
      requireSame(frame, first, mine);
      return new Outcome(first.position(), true);
    }
    publish.get().whenComplete((position, failure) -> end(window, number, mine, position, failure));
    return new Outcome(mine.position(), false);
  }

  /** A frame that was seen in the topic has been published, whatever Kafka answered. */
  private static void end(
      Window window, Number number, Entry mine, SourcePosition position, Throwable failure) {
    if (failure == null) {
      mine.position().complete(position);
    } else if (mine.position().completeExceptionally(failure)) {
      synchronized (window) {
        window.remove(number, mine);
      }
    }
  }

  /** A frame of the topic, which this gateway or another one, or anybody else, has written. */
  public void seen(Frame frame, SourcePosition position) {
    if (frame.epoch() == 0) {
      return;
    }
    Window window = streams.touch(frame.streamId(), id -> new Window());
    Number number = new Number(frame.epoch(), frame.sequence());
    Entry known;
    synchronized (window) {
      known = window.get(number);
    }
    if (known != null && known.position().isDone()) {
      return; // Published here, and acknowledged: the usual case.
    }
    Entry seen = new Entry(sumOf(frame.image()), CompletableFuture.completedFuture(position));
    Entry first;
    synchronized (window) {
      first = window.putIfAbsent(number, seen);
    }
    if (first != null && first.sum() == seen.sum()) {
      first.position().complete(position);
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
