package io.darkroom.gateway.requests;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A fair semaphore whose callers wait by a future instead of blocking. Thread-safe. */
final class AsyncSemaphore {

  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int free;

  AsyncSemaphore(int permits) {
    free = permits;
  }

  /** Completes when a permit is free. Return it with {@link #release}. */
  synchronized CompletableFuture<Void> acquire() {
    if (free > 0) {
      free--;
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    waiting.add(turn);
    return turn;
  }

  void release() {
    CompletableFuture<Void> next = nextOrFree();
    if (next != null) {
      next.complete(null);
    }
  }

  private synchronized CompletableFuture<Void> nextOrFree() {
    if (waiting.isEmpty()) {
      free++;
    }
    return waiting.poll();
  }
}
