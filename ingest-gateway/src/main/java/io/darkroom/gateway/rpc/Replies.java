package io.darkroom.gateway.rpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.error.Errors;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Answers of unary calls, from what is known at once and from what comes later. */
public final class Replies {

  private Replies() {}

  /** Whatever the call throws becomes the error of the answer. */
  public static <T> void reply(StreamObserver<T> observer, Supplier<T> call) {
    try {
      observer.onNext(call.get());
    } catch (RuntimeException e) {
      observer.onError(e);
      return;
    }
    observer.onCompleted();
  }

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

  /** Gives up the work when its caller has gone or waits no longer. */
  public static <T> CompletableFuture<T> cancelWith(
      ServiceRequestContext context, CompletableFuture<T> work) {
    context.whenRequestCancelling().thenAccept(cause -> work.cancel(false));
    return work;
  }
}
