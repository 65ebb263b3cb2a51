package io.darkroom.gateway.frames.watch;

import io.darkroom.error.DarkroomException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A watcher that gets frames at most so wide. Its frames must be sent on the scaler's threads.
 *
 * @param width in px
 */
record ScaledWatcher(Channel.Watcher watcher, int width, FrameScaler scaler)
    implements Channel.Watcher {

  @Override
  public void begins(Optional<String> token) {
    watcher.begins(token);
  }

  @Override
  public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped) {
    CompletableFuture<byte[]> message =
        delivery.renditions().atMost(width, delivery.message(), scaler);
    if (message.isDone() && !message.isCompletedExceptionally()) {
      return watcher.send(delivery.carrying(message.join()), dropped);
    }
    // The pooled buffer is released when this returns.
    Delivery kept = delivery.unpooled();
    return message.thenCompose(scaled -> watcher.send(kept.carrying(scaled), dropped));
  }

  @Override
  public void end(DarkroomException cause) {
    watcher.end(cause);
  }
}
