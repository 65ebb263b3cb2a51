package io.darkroom.gateway.requests;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * How many requests of sessions may be under way at a time. Who finds no room waits for it, in
 * turn, rather than being refused. Thread-safe; never blocks.
 */
final class SessionRoom {

  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int free;

  SessionRoom(int capacity) {
    free = capacity;
  }

  /** Completes when there is room, which {@link #leave} gives back. */
  synchronized CompletableFuture<Void> enter() {
    if (free > 0) {
      free--;
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    waiting.add(turn);
    return turn;
  }

  void leave() {
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
