package io.darkroom.gateway.request;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Calls that wait for their answer from the topics, by request id; a bounded number of them.
 * Thread-safe.
 */
public final class PendingRequests {

  private final int capacity;
  private final Semaphore room;
  private final Map<String, CompletableFuture<Frame>> pending = new ConcurrentHashMap<>();

  public PendingRequests(int capacity) {
    this.capacity = capacity;
    this.room = new Semaphore(capacity);
  }

  /**
   * Awaits the answer. The entry is gone as soon as the future is done, however that comes about.
   *
   * @throws DarkroomException {@code TOO_MANY_REQUESTS}
   */
  public CompletableFuture<Frame> await(String requestId) {
    if (!room.tryAcquire()) {
      throw new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "requests: %d wait for an answer (expected: fewer). Try again in a moment."
              .formatted(capacity));
    }
    CompletableFuture<Frame> answer = new CompletableFuture<>();
    pending.put(requestId, answer);
    answer.whenComplete(
        (frame, failure) -> {
          pending.remove(requestId);
          room.release();
        });
    return answer;
  }

  /** Answers a call; one that nobody here waits for, or waits for no longer, is ignored. */
  public void answer(String requestId, Frame frame) {
    CompletableFuture<Frame> answer = pending.get(requestId);
    if (answer != null) {
      answer.complete(frame);
    }
  }

  public void refuse(String requestId, DarkroomException cause) {
    CompletableFuture<Frame> answer = pending.get(requestId);
    if (answer != null) {
      answer.completeExceptionally(cause);
    }
  }

  public boolean awaits(String requestId) {
    return pending.containsKey(requestId);
  }
}
