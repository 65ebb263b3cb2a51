package io.darkroom.gateway.requests;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.pipelines.Catalogue;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Lets the job compile a chain before a pipeline uses it, by a request with a tiny image. Only the
 * job detects some mistakes, such as contradictory arguments. Thread-safe.
 */
public record ChainCheck(ImageProcessor processor, Catalogue catalogue) {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A PNG of 16 x 16 black pixels. */
  private static final ByteString PICTURE =
      ByteString.copyFrom(
          Base64.getDecoder()
              .decode(
                  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAADUlEQVR42mNgGAXIAAABEAABf80DtQ"
                      + "AAAABJRU5ErkJggg=="));

  /**
   * Fails with {@code INVALID_CHAIN} if the job refuses the chain. If the job does not answer or
   * fails in another way, the chain is accepted; its rejects will show any problem.
   */
  public CompletableFuture<Void> of(Chain chain) {
    if (!catalogue.isFresh()) {
      return CompletableFuture.completedFuture(null);
    }
    Request request =
        new Request(UUID.randomUUID().toString(), chain, Accelerator.AUTO, Output.DEFAULT);
    return CompletableFuture.supplyAsync(
            () -> processor.process(PICTURE, request, TraceContext.NONE), Runnable::run)
        .thenCompose(answer -> answer)
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (frame, failure) -> {
              refuseIfInvalid(failure);
              return null;
            });
  }

  private static void refuseIfInvalid(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof DarkroomException refused && refused.code() == ErrorCode.INVALID_CHAIN) {
      throw refused;
    }
  }
}
