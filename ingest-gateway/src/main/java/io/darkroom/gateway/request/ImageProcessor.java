package io.darkroom.gateway.request;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.catalog.Catalogue;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.metrics.GatewayMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a chain on one image by way of the topics: a frame that carries a request goes in, its
 * result or its reject comes back. Thread-safe; never blocks.
 *
 * @param deadline for the answer, from the call on
 */
public record ImageProcessor(
    Catalogue catalogue,
    FramePublisher publisher,
    PendingRequests pending,
    ImageLimits limits,
    Duration deadline,
    GatewayMetrics metrics) {

  /**
   * Processes an image; fails with the job's own error, or {@code TIMEOUT}, {@code UNAVAILABLE} or
   * {@code TOO_MANY_REQUESTS}. Cancelling the future stops the wait for it.
   *
   * @throws DarkroomException where the image or the chain cannot be accepted
   */
  public CompletableFuture<Frame> process(ByteString image, Request request, TraceContext trace) {
    limits.requireBytes(image.size());
    ImageHeader header = ImageHeader.read(image).requireWithin(limits);
    catalogue.validate(request.chain());
    long startNanos = System.nanoTime();
    CompletableFuture<Frame> answer = pending.await(request.requestId());
    answer.whenComplete(
        (frame, failure) -> metrics.processed(Duration.ofNanos(System.nanoTime() - startNanos)));
    publisher
        .publish(frameOf(image, header, request, trace))
        .whenComplete(
            (metadata, failure) -> {
              if (failure == null) {
                metrics.ingested("request", image.size());
              } else {
                answer.completeExceptionally(failure);
              }
            });
    expireLater(answer);
    return answer;
  }

  private static Frame frameOf(
      ByteString image, ImageHeader header, Request request, TraceContext trace) {
    return new Frame(
        "",
        0,
        0,
        Instant.now(),
        header.encoding(),
        header.width(),
        header.height(),
        image,
        trace,
        Optional.of(request),
        Optional.empty());
  }

  /** A timer apart from the answer, because its end is not the answer but a reason for one. */
  private void expireLater(CompletableFuture<Frame> answer) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    timer
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, expired) -> refuseIf(expired, answer));
    answer.whenComplete((frame, failure) -> timer.complete(null));
  }

  private void refuseIf(Throwable expired, CompletableFuture<Frame> answer) {
    if (expired != null) {
      answer.completeExceptionally(timeout());
    }
  }

  private DarkroomException timeout() {
    return new DarkroomException(
        ErrorCode.TIMEOUT,
        "job: no answer for %d ms (expected: sooner). Check that the filter job runs and keeps up."
            .formatted(deadline.toMillis()));
  }
}
