package io.darkroom.gateway.frames.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class RecentFramesTest {

  /** Frames that another gateway has published, in the order of their positions. */
  private final List<Frame> elsewhere = new ArrayList<>();

  private final RecentFrames recent = new RecentFrames(new Elsewhere());
  private final List<CompletableFuture<SourcePosition>> published = new ArrayList<>();

  private static Frame frame(String stream, long epoch, long sequence, String image) {
    return Frame.captured(
        stream, epoch, sequence, Instant.EPOCH, Encoding.JPEG, ByteString.copyFromUtf8(image));
  }

  private final class Elsewhere implements EarlierFrames {

    @Override
    public OptionalLong lastSequence(String streamId, long epoch) {
      return elsewhere.stream()
          .filter(frame -> frame.streamId().equals(streamId) && frame.epoch() == epoch)
          .mapToLong(Frame::sequence)
          .max();
    }

    @Override
    public CompletableFuture<Void> read(String streamId, BiConsumer<Frame, SourcePosition> found) {
      elsewhere.forEach(frame -> found.accept(frame, at(elsewhere.indexOf(frame))));
      return CompletableFuture.completedFuture(null);
    }
  }

  private CompletableFuture<RecentFrames.Outcome> publish(Frame frame) {
    return recent.once(
        frame,
        () -> {
          CompletableFuture<SourcePosition> position = new CompletableFuture<>();
          published.add(position);
          return position;
        });
  }

  private RecentFrames.Outcome once(Frame frame) {
    return publish(frame).join();
  }

  private static SourcePosition at(long offset) {
    return new SourcePosition(0, offset, 0);
  }

  @Test
  void returnsThePositionOfTheFirstForARepeat() {
    RecentFrames.Outcome first = once(frame("cam", 1, 7, "a"));
    RecentFrames.Outcome early = once(frame("cam", 1, 7, "a"));
    published.get(0).complete(at(5));
    RecentFrames.Outcome late = once(frame("cam", 1, 7, "a"));
    assertThat(published).hasSize(1);
    assertThat(first.repeated()).isFalse();
    for (RecentFrames.Outcome repeat : List.of(early, late)) {
      assertThat(repeat.repeated()).isTrue();
      assertThat(repeat.position()).isCompletedWithValue(at(5));
    }
  }

  @Test
  void distinguishesFramesByStreamEpochAndSequence() {
    once(frame("cam", 1, 7, "a"));
    once(frame("cam", 1, 8, "a"));
    once(frame("cam", 2, 7, "a"));
    once(frame("door", 1, 7, "a"));
    assertThat(published).hasSize(4);
  }

  @Test
  void neverTakesFramesWithoutAnEpochForRepeats() {
    once(frame("cam", 0, 0, "a"));
    once(frame("cam", 0, 0, "a"));
    assertThat(published).hasSize(2);
  }

  @Test
  void refusesAnotherImageWithTheSameNumber() {
    once(frame("cam", 1, 7, "a"));
    assertThat(publish(frame("cam", 1, 7, "b")))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(published).hasSize(1);
  }

  @Test
  void publishesAFrameAgainThatWasNotWritten() {
    RecentFrames.Outcome first = once(frame("cam", 1, 7, "a"));
    published.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThat(first.position()).isCompletedExceptionally();
    RecentFrames.Outcome again = once(frame("cam", 1, 7, "a"));
    assertThat(again.repeated()).isFalse();
    assertThat(published).hasSize(2);
  }

  @Test
  void recognizesARepeatOfAnotherGatewaysFrame() {
    elsewhere.add(frame("cam", 1, 6, "a"));
    elsewhere.add(frame("cam", 1, 7, "a"));
    RecentFrames.Outcome again = once(frame("cam", 1, 7, "a"));
    assertThat(again.repeated()).isTrue();
    assertThat(again.position()).isCompletedWithValue(at(1));
    assertThat(publish(frame("cam", 1, 6, "b"))).isCompletedExceptionally();
    assertThat(once(frame("cam", 1, 8, "a")).repeated()).isFalse();
    assertThat(published).hasSize(1);
  }

  @Test
  void recognizesAFrameThatWasWrittenAlthoughItsPublisherFailed() {
    RecentFrames.Outcome first = once(frame("cam", 1, 7, "a"));
    published.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThat(first.position()).isCompletedExceptionally();
    elsewhere.add(frame("cam", 1, 7, "a"));
    assertThat(once(frame("cam", 1, 7, "a")).repeated()).isTrue();
  }

  @Test
  void doesNotLookForFramesOfANewRun() {
    elsewhere.add(frame("cam", 1, 7, "a"));
    assertThat(once(frame("cam", 2, 7, "a")).repeated()).isFalse();
  }

  @Test
  void keepsTheOrderOfAStreamWhileItLooksForEarlierFrames() {
    CompletableFuture<Void> looking = new CompletableFuture<>();
    RecentFrames slow =
        new RecentFrames(
            new EarlierFrames() {
              @Override
              public OptionalLong lastSequence(String streamId, long epoch) {
                return OptionalLong.of(7);
              }

              @Override
              public CompletableFuture<Void> read(
                  String streamId, BiConsumer<Frame, SourcePosition> found) {
                return looking;
              }
            });
    List<Long> order = new ArrayList<>();
    for (long i = 8; i < 12; i++) {
      long sequence = i;
      slow.once(
          frame("cam", 1, sequence, "a"),
          () -> {
            order.add(sequence);
            return new CompletableFuture<>();
          });
    }
    assertThat(order).isEmpty();
    looking.complete(null);
    assertThat(order).containsExactly(8L, 9L, 10L, 11L);
  }

  @Test
  void remembersAFixedNumberOfFramesPerStream() {
    once(frame("cam", 1, 0, "a"));
    for (int i = 0; i < 2 * RecentFrames.FRAMES; i++) {
      once(frame("busy", 1, i, "a"));
    }
    for (int i = 1; i < RecentFrames.FRAMES; i++) {
      once(frame("cam", 1, i, "a"));
    }
    assertThat(once(frame("cam", 1, 0, "a")).repeated()).isTrue();
    once(frame("cam", 1, RecentFrames.FRAMES, "a"));
    assertThat(once(frame("cam", 1, 0, "a")).repeated()).isFalse();
  }
}
