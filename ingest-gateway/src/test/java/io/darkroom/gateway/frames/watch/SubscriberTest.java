package io.darkroom.gateway.frames.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SubscriberTest {

  private static final Frame FRAME =
      Frame.captured("cam", 1, 1, Instant.EPOCH, Encoding.JPEG, ByteString.EMPTY);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<String> reported = new ArrayList<>();
  private final List<ErrorCode> ends = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger dropped = new AtomicInteger();
  private final List<Integer> sent = new ArrayList<>();
  private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

  private Subscriber subscriber(int capacity, int unacknowledged) {
    return new Subscriber(
        new Subscriber.Limits(capacity, Duration.ofMillis(100), unacknowledged, PATIENCE),
        now::get,
        new Recorder(),
        dropped::incrementAndGet,
        Handover.none());
  }

  private final class Recorder implements Subscriber.Sink {
    @Override
    public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> droppedBefore) {
      sent.add((int) delivery.message()[0]);
      droppedBefore.forEach((reason, count) -> reported.add(delivery.sequence() + ":" + count));
      return taken;
    }

    @Override
    public void end(DarkroomException cause) {
      ends.add(cause.code());
    }
  }

  private void offer(Subscriber to, int from, int until) {
    for (int i = from; i < until; i++) {
      to.offer(arrived(i, now.get()));
    }
  }

  @Test
  void sendsAtOnceWhileTheTransportAccepts() {
    offer(subscriber(4, 0), 0, 10);
    assertThat(sent).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(dropped).hasValue(0);
  }

  @Test
  void dropsOldestWhenSubscriberStalls() {
    taken = new CompletableFuture<>();
    CompletableFuture<Void> first = taken;
    Subscriber subscriber = subscriber(4, 0);
    offer(subscriber, 0, 10);
    assertThat(sent).containsExactly(0);
    assertThat(dropped).hasValue(5);
    taken = CompletableFuture.completedFuture(null);
    first.complete(null);
    assertThat(sent).containsExactly(0, 6, 7, 8, 9);
    assertThat(reported).containsExactly("6:5");
  }

  @Test
  void keepsTwoUnacknowledgedAtMost() {
    Subscriber subscriber = subscriber(64, 2);
    offer(subscriber, 0, 6);
    assertThat(sent).containsExactly(0, 1);
    subscriber.acknowledge(0);
    assertThat(sent).containsExactly(0, 1, 2);
    subscriber.acknowledge(77);
    assertThat(sent).containsExactly(0, 1, 2);
    subscriber.acknowledge(2);
    assertThat(sent).containsExactly(0, 1, 2, 3, 4);
    assertThat(dropped).hasValue(0);
  }

  @Test
  void skipsLateFramesWhileANewerOneWaits() {
    Subscriber subscriber = subscriber(64, 1);
    offer(subscriber, 0, 4);
    now.set(Duration.ofMillis(101).toNanos());
    subscriber.acknowledge(0);
    assertThat(sent).containsExactly(0, 3);
    assertThat(dropped).hasValue(2);
  }

  @Test
  void dropsLateFramesOfAStalledSubscriberAsNewOnesArrive() {
    Subscriber subscriber = subscriber(64, 1);
    offer(subscriber, 0, 4);
    now.set(Duration.ofMillis(101).toNanos());
    offer(subscriber, 4, 5);
    assertThat(dropped).hasValue(3);
    subscriber.acknowledge(0);
    assertThat(sent).containsExactly(0, 4);
  }

  @Test
  void ignoresADeliveryThatIsOfferedTwice() {
    Subscriber subscriber = subscriber(64, 0);
    subscriber.offer(arrived(1, 5));
    subscriber.offer(arrived(1, 5));
    assertThat(sent).containsExactly(1);
  }

  @Test
  void endsAWatchThatAcceptsNoFrameForTooLong() {
    Subscriber subscriber = subscriber(64, 1);
    offer(subscriber, 0, 2);
    now.addAndGet(PATIENCE.toNanos());
    offer(subscriber, 2, 3);
    assertThat(ends).isEmpty();
    now.addAndGet(1);
    offer(subscriber, 3, 4);
    assertThat(ends).containsExactly(ErrorCode.TOO_MANY_REQUESTS);
    offer(subscriber, 4, 5);
    assertThat(ends).hasSize(1);
  }

  @Test
  void continuesAWatchThatAcceptsFramesNowAndThen() {
    Subscriber subscriber = subscriber(64, 1);
    offer(subscriber, 0, 2);
    for (int i = 0; i < 5; i++) {
      now.addAndGet(PATIENCE.toNanos());
      subscriber.acknowledge(sent.get(sent.size() - 1));
      offer(subscriber, i + 2, i + 3);
    }
    now.addAndGet(10 * PATIENCE.toNanos());
    subscriber.acknowledge(sent.get(sent.size() - 1));
    subscriber.acknowledge(sent.get(sent.size() - 1));
    now.addAndGet(10 * PATIENCE.toNanos());
    offer(subscriber, 7, 8);
    assertThat(ends).isEmpty();
  }

  @Test
  void endsWatchesAndForgetsTheNewestFrameOfADeletedPipeline() {
    Audience audience = Audience.ofStreams();
    Subscriber subscriber = subscriber(64, 0);
    audience.add("gone", subscriber);
    audience.offer("gone", FRAME, 1, () -> arrived(1, 10));
    audience.end("gone", new DarkroomException(ErrorCode.NOT_FOUND, "gone"));
    audience.offer("gone", FRAME, 1, () -> arrived(2, 20));
    assertThat(sent).containsExactly(1);
    assertThat(ends).containsExactly(ErrorCode.NOT_FOUND);
  }

  @Test
  void offersNoNewestFrameOfADeletedPipeline() {
    Audience audience = Audience.ofStreams();
    audience.remember("gone", FRAME, 1, () -> arrived(1, 10));
    audience.end("gone", new DarkroomException(ErrorCode.NOT_FOUND, "gone"));
    Subscriber subscriber = subscriber(64, 0);
    audience.add("gone", subscriber);
    audience.offerNewest("gone", subscriber);
    assertThat(sent).isEmpty();
  }

  @Test
  void sendsNothingAfterClose() {
    Subscriber subscriber = subscriber(4, 1);
    offer(subscriber, 0, 3);
    subscriber.close();
    subscriber.acknowledge(0);
    offer(subscriber, 3, 5);
    assertThat(sent).containsExactly(0);
    assertThat(dropped).hasValue(0);
  }

  @Test
  void endsWhenTheTransportFails() {
    taken = CompletableFuture.failedFuture(new IllegalStateException("gone"));
    offer(subscriber(4, 0), 0, 3);
    assertThat(sent).containsExactly(0);
  }

  private static Delivery arrived(int name, long nanos) {
    return Delivery.live(
        new byte[] {(byte) name},
        "cam",
        name,
        new SourcePosition(0, name, 0),
        new Delivery.Place(0, name),
        "token",
        nanos,
        DeliveryTrace.NONE);
  }

  @Test
  void skipsTheInitialFrameIfALaterOneWasOfferedFirst() {
    Subscriber subscriber = subscriber(64, 0);
    subscriber.offer(arrived(2, 20));
    subscriber.offerInitial(arrived(1, 10));
    subscriber.offer(arrived(3, 30));
    assertThat(sent).containsExactly(2, 3);
    assertThat(dropped).hasValue(0);
  }

  @Test
  void skipsTheRememberedFrameAfterALiveOneThatOvertookIt() {
    Audience audience = Audience.ofStreams();
    Subscriber subscriber = subscriber(64, 0);
    audience.add("cam", subscriber);
    // A live frame arrives during the call, after the remembered one was looked up.
    audience.remember(
        "cam",
        FRAME,
        1,
        () -> {
          audience.offer("cam", FRAME, 1, () -> arrived(2, 20));
          return arrived(1, 10);
        });
    audience.offerNewest("cam", subscriber);
    assertThat(sent).containsExactly(2);
  }

  @Test
  void sendsTheRememberedFrameBeforeTheNextOne() {
    Audience audience = Audience.ofStreams();
    Subscriber subscriber = subscriber(64, 0);
    audience.remember("cam", FRAME, 1, () -> arrived(1, 10));
    audience.add("cam", subscriber);
    audience.offerNewest("cam", subscriber);
    audience.offer("cam", FRAME, 1, () -> arrived(2, 20));
    assertThat(sent).containsExactly(1, 2);
  }
}
