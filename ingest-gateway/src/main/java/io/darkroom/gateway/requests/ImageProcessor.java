package io.darkroom.gateway.requests;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a chain on one image through Kafka: sends a frame with a request and receives its result or
 * reject. Thread-safe; never blocks.
 *
 * @param queue sends requests to the job; never blocks
 * @param deadline for the answer, counted from the call
 */
public record ImageProcessor(
    Catalogue catalogue,
    RequestQueue queue,
    PendingRequests pending,
    ImageLimits limits,
    Duration deadline,
    GatewayMetrics metrics) {

  /**
   * Processes an image. Fails with the job's error, or {@code TIMEOUT}, {@code UNAVAILABLE} or
   * {@code TOO_MANY_REQUESTS}. Cancel the future to cancel the request.
   *
   * @throws DarkroomException if the image or the chain is invalid
   */
  public CompletableFuture<Frame> process(ByteString image, Request request, TraceContext trace) {
    return process(image, false, request, trace);
  }

  /**
   * The same.
   *
   * @param stored whether the picture keeps the orientation that it is stored in
   */
  public CompletableFuture<Frame> process(
      ByteString image, boolean stored, Request request, TraceContext trace) {
    return process(image, stored, Instant.now(), request, trace);
  }

  /**
   * Processes an image that was captured earlier. A request of a session has acquired its permit
   * already.
   */
  CompletableFuture<Frame> process(
      ByteString image, boolean stored, Instant capturedAt, Request request, TraceContext trace) {
    limits.requireBytes(image.size());
    ImageHeader header = ImageHeader.read(image, stored).requireWithin(limits);
    catalogue.validate(request.chain());
    long startNanos = System.nanoTime();
    CompletableFuture<Frame> answer = await(request);
    answer.whenComplete(
        (frame, failure) -> metrics.processed(Duration.ofNanos(System.nanoTime() - startNanos)));
    expireLater(answer);
    Frame frame = frameOf(image, capturedAt, header).withStoredOrientation(stored);
    submit(frame.withTrace(trace).asking(request), answer);
    return answer;
  }

  private CompletableFuture<Frame> await(Request request) {
    return request.session().isEmpty()
        ? pending.await(request.requestId())
        : pending.awaitInSession(request.requestId());
  }

  private void submit(Frame frame, CompletableFuture<Frame> answer) {
    try {
      queue.submit(frame, answer, deadline);
    } catch (DarkroomException e) {
      answer.completeExceptionally(e);
    }
  }

  private static Frame frameOf(ByteString image, Instant capturedAt, ImageHeader header) {
    return Frame.captured("", 0, 0, capturedAt, header.encoding(), image)
        .withSize(header.width(), header.height());
  }

  /**
   * Uses a separate timer, because {@code orTimeout} on the answer would fail it without an error
   * code.
   */
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
