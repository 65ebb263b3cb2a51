package io.darkroom.gateway.rpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.error.Errors;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Answers unary calls with a value or a future. */
public final class Replies {

  private Replies() {}

  /** Answers with the value of {@code call}, or with the exception that it throws. */
  public static <T> void reply(StreamObserver<T> observer, Supplier<T> call) {
    try {
      observer.onNext(call.get());
    } catch (RuntimeException e) {
      observer.onError(e);
      return;
    }
    observer.onCompleted();
  }

  /** Answers with the value of the future, or with its failure. */
  public static <T> void replyLater(
      StreamObserver<T> observer, Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> answer;
    try {
      answer = call.get();
    } catch (RuntimeException e) {
      observer.onError(e);
      return;
    }
    answer.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            observer.onError(Errors.coded(failure));
          } else {
            observer.onNext(value);
            observer.onCompleted();
          }
        });
  }

  /** Cancels the work when its caller has gone or the deadline has passed. */
  public static <T> CompletableFuture<T> cancelWith(
      ServiceRequestContext context, CompletableFuture<T> work) {
    context.whenRequestCancelling().thenAccept(cause -> work.cancel(false));
    return work;
  }
}
