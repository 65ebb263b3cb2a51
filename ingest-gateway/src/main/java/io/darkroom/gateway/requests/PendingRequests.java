package io.darkroom.gateway.requests;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Requests that wait for their answer from Kafka, by id. Single requests and requests of sessions
 * have separate limits of the same size, so that neither kind starves the other. Thread-safe.
 */
public final class PendingRequests {

  private final int capacity;
  private final Semaphore permits;
  private final AsyncSemaphore sessionPermits;
  private final Map<String, CompletableFuture<Frame>> pending = new ConcurrentHashMap<>();

  public PendingRequests(int capacity) {
    this.capacity = capacity;
    this.permits = new Semaphore(capacity);
    this.sessionPermits = new AsyncSemaphore(capacity);
  }

  /**
   * Registers a request and returns its future answer. The entry is removed when the future is
   * done.
   *
   * @throws DarkroomException {@code TOO_MANY_REQUESTS}
   */
  public CompletableFuture<Frame> await(String requestId) {
    if (!permits.tryAcquire()) {
      throw new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "requests: %d wait for an answer (expected: fewer). Try again in a moment."
              .formatted(capacity));
    }
    CompletableFuture<Frame> answer = awaitInSession(requestId);
    answer.whenComplete((frame, failure) -> permits.release());
    return answer;
  }

  /** Registers a request of a session, which has acquired its permit already. */
  CompletableFuture<Frame> awaitInSession(String requestId) {
    CompletableFuture<Frame> answer = new CompletableFuture<>();
    pending.put(requestId, answer);
    answer.whenComplete((frame, failure) -> pending.remove(requestId));
    return answer;
  }

  /** The number of single requests that wait for their answer. */
  public int waiting() {
    return capacity - permits.availablePermits();
  }

  /** The maximum number of single requests that may wait. */
  public int capacity() {
    return capacity;
  }

  /** Limits the requests of sessions. */
  AsyncSemaphore sessionPermits() {
    return sessionPermits;
  }

  /** Completes a request. Ignores an answer that no caller of this gateway waits for. */
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
