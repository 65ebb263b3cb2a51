package io.darkroom.gateway.frames.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecentFramesTest {

  private final RecentFrames recent = new RecentFrames();
  private final List<CompletableFuture<SourcePosition>> published = new ArrayList<>();

  private static Frame frame(String stream, long epoch, long sequence, String image) {
    return Frame.captured(
        stream, epoch, sequence, Instant.EPOCH, Encoding.JPEG, ByteString.copyFromUtf8(image));
  }

  private RecentFrames.Outcome once(Frame frame) {
    return recent.once(
        frame,
        () -> {
          CompletableFuture<SourcePosition> position = new CompletableFuture<>();
          published.add(position);
          return position;
        });
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
    assertThatThrownBy(() -> once(frame("cam", 1, 7, "b")))
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
    recent.seen(frame("cam", 1, 7, "a"), at(5));
    RecentFrames.Outcome again = once(frame("cam", 1, 7, "a"));
    assertThat(again.repeated()).isTrue();
    assertThat(again.position()).isCompletedWithValue(at(5));
    assertThatThrownBy(() -> once(frame("cam", 1, 7, "b"))).isInstanceOf(DarkroomException.class);
    assertThat(published).isEmpty();
  }

  @Test
  void takesAFrameReadFromTheTopicAsPublished() {
    RecentFrames.Outcome first = once(frame("cam", 1, 7, "a"));
    recent.seen(frame("cam", 1, 7, "a"), at(5));
    published.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThat(first.position()).isCompletedWithValue(at(5));
    assertThat(once(frame("cam", 1, 7, "a")).repeated()).isTrue();
  }

  @Test
  void doesNotMistakeAnotherFrameWithTheSameNumber() {
    RecentFrames.Outcome first = once(frame("cam", 1, 7, "a"));
    recent.seen(frame("cam", 1, 7, "b"), at(5));
    assertThat(first.position()).isNotDone();
    published.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThat(once(frame("cam", 1, 7, "a")).repeated()).isFalse();
  }

  @Test
  void ignoresBareFramesFromTheTopic() {
    recent.seen(frame("cam", 0, 7, "a"), at(5));
    assertThat(once(frame("cam", 0, 7, "a")).repeated()).isFalse();
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
