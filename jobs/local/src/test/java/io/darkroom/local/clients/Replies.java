package io.darkroom.local.clients;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Collects the answers of a streaming call. */
final class Replies<T> implements StreamObserver<T> {

  private final List<T> replies = new ArrayList<>();
  private final CompletableFuture<List<T>> all = new CompletableFuture<>();

  @Override
  public void onNext(T reply) {
    replies.add(reply);
  }

  @Override
  public void onError(Throwable failure) {
    all.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    all.complete(replies);
  }

  /** Every answer, once the call has ended; throws what ended it where that was an error. */
  List<T> all() {
    try {
      return all.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
