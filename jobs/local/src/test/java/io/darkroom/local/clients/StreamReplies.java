package io.darkroom.local.clients;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Collects the replies of a streaming call. */
final class StreamReplies<T> implements StreamObserver<T> {

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

  /** Waits for the end of the call; returns all replies, or throws the call's error. */
  List<T> all() {
    try {
      return all.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
