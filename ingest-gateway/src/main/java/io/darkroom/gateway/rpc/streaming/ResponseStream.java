package io.darkroom.gateway.rpc.streaming;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the answers of a server stream from one thread, which waits until the caller is ready for
 * the next. Must be created while the call begins.
 */
public final class ResponseStream<T> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServerCallStreamObserver<T> observer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean cancelled;

  public ResponseStream(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
    observer.setOnReadyHandler(() -> change(false));
    observer.setOnCancelHandler(() -> change(true));
  }

  private void change(boolean cancel) {
    lock.lock();
    try {
      cancelled |= cancel;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the reader has gone. */
  boolean isCancelled() {
    return cancelled() || observer.isCancelled();
  }

  private boolean cancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  /** Waits. Returns false if the reader has gone. */
  boolean pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      for (long left = nanos; left > 0 && !cancelled; ) {
        left = changed.awaitNanos(left);
      }
      return !cancelled;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes as soon as the reader is ready. Returns false if the reader has gone.
   *
   * @throws DarkroomException {@code TIMEOUT} if the reader has stopped reading
   */
  boolean write(T value) throws InterruptedException {
    if (!awaitReady()) {
      return false;
    }
    observer.onNext(value);
    return true;
  }

  private boolean awaitReady() throws InterruptedException {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!cancelled && !observer.isReady()) {
        if (left <= 0) {
          throw stuck();
        }
        left = changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
      return !cancelled;
    } finally {
      lock.unlock();
    }
  }

  private static DarkroomException stuck() {
    return new DarkroomException(
        ErrorCode.TIMEOUT,
        "reader: read nothing for %d s (expected: steady reads). Read faster, or cancel the call."
            .formatted(PATIENCE.toSeconds()));
  }

  void complete() {
    observer.onCompleted();
  }

  public void fail(Throwable failure) {
    observer.onError(failure);
  }
}
