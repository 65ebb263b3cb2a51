package io.darkroom.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {

  private static final Frame FRAME =
      Frame.captured("s", 0, 0, Instant.EPOCH, Encoding.JPEG, ByteString.EMPTY);

  private final PendingRequests pending = new PendingRequests(2);

  @Test
  void completesTheMatchingRequest() {
    CompletableFuture<Frame> first = pending.await("a");
    CompletableFuture<Frame> second = pending.await("b");
    pending.answer("b", FRAME);
    assertThat(second).isCompletedWithValue(FRAME);
    assertThat(first).isNotDone();
    assertThat(pending.awaits("b")).isFalse();
    assertThat(pending.awaits("a")).isTrue();
  }

  @Test
  void failsWithTheCodeOfTheReject() {
    CompletableFuture<Frame> asked = pending.await("a");
    pending.refuse("a", new DarkroomException(ErrorCode.FILTER_FAILED, "filter: failed."));
    assertThatThrownBy(asked::join).hasRootCauseInstanceOf(DarkroomException.class);
  }

  @Test
  void freesItsPermitHoweverACallEnds() {
    pending.await("a").cancel(false);
    pending.await("b").completeExceptionally(new IllegalStateException());
    pending.await("c");
    pending.await("d");
    assertThatThrownBy(() -> pending.await("e"))
        .isInstanceOfSatisfying(
            DarkroomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
    pending.answer("c", FRAME);
    assertThat(pending.await("e")).isNotDone();
  }

  @Test
  void ignoresAnswersForOthers() {
    pending.answer("elsewhere", FRAME);
    pending.refuse("elsewhere", new DarkroomException(ErrorCode.INTERNAL, ""));
    assertThat(pending.awaits("elsewhere")).isFalse();
  }
}
