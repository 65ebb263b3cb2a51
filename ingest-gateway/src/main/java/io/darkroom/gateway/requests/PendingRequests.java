package io.darkroom.gateway.requests;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Requests that wait for their answer from the topics, by their id; a bounded number of them, and
 * as many again of sessions, so that neither kind starves the other. Thread-safe.
 */
public final class PendingRequests {

  private final int capacity;
  private final Semaphore room;
  private final SessionRoom sessionRoom;
  private final Map<String, CompletableFuture<Frame>> pending = new ConcurrentHashMap<>();

  public PendingRequests(int capacity) {
    this.capacity = capacity;
    this.room = new Semaphore(capacity);
    this.sessionRoom = new SessionRoom(capacity);
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
    CompletableFuture<Frame> answer = awaitInSession(requestId);
    answer.whenComplete((frame, failure) -> room.release());
    return answer;
  }

  /** Awaits the answer to a request of a session, which has found room for it. */
  CompletableFuture<Frame> awaitInSession(String requestId) {
    CompletableFuture<Frame> answer = new CompletableFuture<>();
    pending.put(requestId, answer);
    answer.whenComplete((frame, failure) -> pending.remove(requestId));
    return answer;
  }

  /** Calls that wait for their answer now. */
  public int waiting() {
    return capacity - room.availablePermits();
  }

  /** The most calls that may wait. */
  public int capacity() {
    return capacity;
  }

  /** Room for requests of sessions. */
  SessionRoom sessionRoom() {
    return sessionRoom;
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
