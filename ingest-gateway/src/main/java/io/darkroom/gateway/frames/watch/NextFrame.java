package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for the next frame of a stream or pipeline. Thread-safe. */
public final class NextFrame implements Channel.Watcher {

  private static final Channel.Start LIVE = new Channel.Start(Optional.empty(), false);

  private final CompletableFuture<Delivery> found = new CompletableFuture<>();

  private NextFrame() {}

  /**
   * The first frame that arrives after the partition is read. Fails with {@link
   * java.util.concurrent.TimeoutException} if none has arrived in time. Cancel it to stop waiting.
   */
  public static CompletableFuture<Delivery> of(Channel channel, String id, Duration patience) {
    NextFrame next = new NextFrame();
    Subscriber subscriber =
        channel.watch(id, LIVE, new Subscriber.Limits(1, patience, 0, patience), next);
    next.found.whenComplete((done, failure) -> channel.audience().remove(id, subscriber));
    return next.found.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped) {
    found.complete(delivery);
    // Never accepts another one.
    return new CompletableFuture<>();
  }

  @Override
  public void end(DarkroomException cause) {
    found.completeExceptionally(cause);
  }
}
