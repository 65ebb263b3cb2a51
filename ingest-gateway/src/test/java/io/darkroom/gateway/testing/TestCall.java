package io.darkroom.gateway.testing;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A streaming gRPC call that queues answers until a test reads them. */
public final class TestCall<Q, R> implements ClientResponseObserver<Q, R>, AutoCloseable {

  private final BlockingQueue<R> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
  private ClientCallStreamObserver<Q> call;
  private StreamObserver<Q> requests;
  private volatile boolean paused;

  /** A call in which the caller sends a stream of messages. */
  public static <Q, R> TestCall<Q, R> open(Function<StreamObserver<R>, StreamObserver<Q>> method) {
    TestCall<Q, R> call = new TestCall<>();
    call.requests = method.apply(call);
    return call;
  }

  /** A call in which the caller sends one message. */
  public static <Q, R> TestCall<Q, R> open(BiConsumer<Q, StreamObserver<R>> method, Q request) {
    TestCall<Q, R> call = new TestCall<>();
    method.accept(request, call);
    return call;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> started) {
    call = started;
    started.disableAutoRequestWithInitial(1);
  }

  public void send(Q message) {
    requests.onNext(message);
  }

  public void halfClose() {
    requests.onCompleted();
  }

  /** Receives one more answer, then none until {@link #resume}. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    call.request(1);
  }

  public R next() {
    try {
      R answer = answers.poll(20, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("no answer within 20 s; end of the call: " + ended);
      }
      return answer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number of queued answers. */
  public int waiting() {
    return answers.size();
  }

  /** Waits for the end of the call and returns its status. */
  public Status end() {
    Throwable failure = failure();
    return failure == null ? Status.OK : Status.fromThrowable(failure);
  }

  /** Waits for the end of the call. Null if it succeeded. */
  public Throwable failure() {
    return ended.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void onNext(R answer) {
    answers.add(answer);
    if (!paused) {
      call.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended.complete(failure);
  }

  @Override
  public void onCompleted() {
    ended.complete(null);
  }

  @Override
  public void close() {
    call.cancel("the test is over", null);
  }
}
