package io.darkroom.gateway.frames.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SubscriberTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<String> reported = new ArrayList<>();
  private final List<ErrorCode> ends = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger dropped = new AtomicInteger();
  private final List<Integer> sent = new ArrayList<>();
  private final List<ByteBuf> buffers = new ArrayList<>();
  private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

  private Subscriber subscriber(int capacity, int unacknowledged) {
    Subscriber subscriber = notBegun(capacity, unacknowledged);
    subscriber.begin();
    return subscriber;
  }

  private Subscriber notBegun(int capacity, int unacknowledged) {
    return notBegun(capacity, unacknowledged, Runnable::run);
  }

  private Subscriber notBegun(int capacity, int unacknowledged, Executor sender) {
    return new Subscriber(
        new Subscriber.Limits(capacity, Duration.ofMillis(100), unacknowledged, PATIENCE),
        now::get,
        new Recorder(),
        dropped::incrementAndGet,
        Handover.none(),
        sender);
  }

  private final class Recorder implements Subscriber.Sink {
    @Override
    public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> droppedBefore) {
      sent.add((int) delivery.message()[0]);
      if (delivery.pooled() != null) {
        buffers.add(delivery.pooled());
      }
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
  void endsTheWatchesOfADeletedPipeline() {
    Audience audience = new Audience(() -> {});
    Subscriber subscriber = subscriber(64, 0);
    audience.add("gone", subscriber);
    audience.offer("gone", arrived(1, 10));
    audience.end("gone", new DarkroomException(ErrorCode.NOT_FOUND, "gone"));
    audience.offer("gone", arrived(2, 20));
    assertThat(sent).containsExactly(1);
    assertThat(ends).containsExactly(ErrorCode.NOT_FOUND);
  }

  @Test
  void keepsNoFrameOfWhatNobodyWatches() {
    Audience audience = new Audience(() -> {});
    audience.offer("cam", arrived(1, 10));
    assertThat(audience.newest("cam")).isEmpty();
    Subscriber subscriber = subscriber(64, 0);
    audience.add("cam", subscriber);
    audience.offer("cam", arrived(2, 20));
    assertThat(audience.newest("cam"))
        .hasValueSatisfying(d -> assertThat(d.sequence()).isEqualTo(2));
    audience.remove("cam", subscriber);
    assertThat(audience.newest("cam")).isEmpty();
    assertThat(audience.ids()).isEmpty();
  }

  @Test
  void sendsNothingBeforeTheWatchBegins() {
    Subscriber subscriber = notBegun(64, 0);
    offer(subscriber, 0, 2);
    assertThat(sent).isEmpty();
    subscriber.begin();
    assertThat(sent).containsExactly(0, 1);
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

  @Test
  void choosesAFrameWhenItsTurnToBeSentComes() {
    List<Runnable> turns = new ArrayList<>();
    Subscriber subscriber = notBegun(64, 0, turns::add);
    subscriber.begin();
    for (int i = 0; i < 5; i++) {
      subscriber.offer(arrived(i, now.getAndAdd(60_000_000)));
    }
    assertThat(turns).hasSize(1);
    assertThat(sent).isEmpty();
    turns.remove(0).run();
    // Those that waited for more than 100 ms are dropped, and not sent.
    assertThat(sent).containsExactly(4);
    assertThat(dropped).hasValue(4);
    subscriber.offer(arrived(5, now.get()));
    assertThat(turns).hasSize(1);
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
  void sendsTheNewestFrameBeforeTheNextOneAndNoRepeatAfterIt() {
    Audience audience = new Audience(() -> {});
    Subscriber subscriber = subscriber(64, 0);
    audience.add("cam", subscriber);
    audience.offerInitial("cam", subscriber, arrived(3, 10));
    // A job that restarted writes some results again.
    assertThat(audience.offer("cam", arrived(2, 20))).hasValue("duplicate");
    assertThat(audience.offer("cam", arrived(3, 20))).hasValue("duplicate");
    assertThat(audience.offer("cam", arrived(4, 20))).isEmpty();
    assertThat(sent).containsExactly(3, 4);
  }

  @Test
  void watchersShareOnePooledBufferThatIsFreedWhateverBecomesOfTheFrame() {
    Audience audience = new Audience(() -> {});
    Subscriber fast = subscriber(4, 0);
    Subscriber stalled = subscriber(2, 1);
    audience.add("cam", fast);
    audience.add("cam", stalled);
    for (int i = 0; i < 6; i++) {
      audience.offer("cam", arrived(i, 0));
    }
    // One of two watchers sent the first frame only; of the others it holds two and dropped three.
    assertThat(sent).hasSize(7);
    assertThat(dropped).hasValue(3);
    assertThat(buffers).hasSize(7);
    assertThat(new HashSet<>(identities())).hasSize(6);
    audience.remove("cam", stalled);
    audience.remove("cam", fast);
    assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
  }

  private List<Integer> identities() {
    return buffers.stream().map(System::identityHashCode).toList();
  }

  @Test
  void aSingleWatcherNeedsNoCopy() {
    Audience audience = new Audience(() -> {});
    audience.add("cam", subscriber(4, 0));
    audience.offer("cam", arrived(1, 0));
    assertThat(sent).containsExactly(1);
    assertThat(buffers).isEmpty();
  }
}
