package io.darkroom.gateway.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Has changes made one after the other, each begun when the one before is over. Thread-safe. */
public final class Turns {

  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  public synchronized <T> CompletableFuture<T> next(Supplier<CompletableFuture<T>> change) {
    CompletableFuture<T> result =
        last.handle((done, failure) -> null).thenCompose(ready -> change.get());
    last = result;
    return result;
  }
}
