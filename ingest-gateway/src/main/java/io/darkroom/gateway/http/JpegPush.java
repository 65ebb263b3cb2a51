package io.darkroom.gateway.http;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.LineageCodec;
import io.darkroom.gateway.error.Errors;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.JpegSplitter;
import io.darkroom.gateway.frames.publish.Published;
import io.darkroom.gateway.rpc.ImageMessages;
import io.darkroom.gateway.telemetry.metrics.SkipReason;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.PublishFramesResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Publishes the images of a body while it arrives. At most {@value #IN_FLIGHT} are on their way to
 * Kafka; until one arrives, the body is not read. A bad image is counted and does not stop the
 * others. Runs on the call's event loop.
 */
final class JpegPush implements Subscriber<HttpObject> {

  static final int IN_FLIGHT = 8;

  /** How long a push may pause between two images. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * What a push did.
   *
   * @param images how many it had, published or not
   * @param last empty if none was published
   * @param firstFailure empty if none was refused
   */
  record Outcome(
      long images,
      PublishFramesResponse counts,
      Optional<Published> last,
      Optional<DarkroomException> firstFailure) {}

  private final ServiceRequestContext context;
  private final StreamingCall call;
  private final FrameIntake intake;
  private final PublishFrameRequest wanted;
  private final FrameOrigin origin;
  private final Executor eventLoop;
  private final JpegSplitter splitter;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final PublishFramesResponse.Builder counts = PublishFramesResponse.newBuilder();
  private Subscription body;
  private Published last;
  private DarkroomException firstFailure;
  private long images;
  private int inFlight;
  private boolean asked;
  private boolean ended;
  private boolean emptied;

  /**
   * @param wanted the parameters of the call, without an image
   * @param framed whether other bytes come before the first image
   */
  JpegPush(
      ServiceRequestContext context,
      StreamingCall call,
      FrameIntake intake,
      PublishFrameRequest wanted,
      boolean framed) {
    this.context = context;
    this.call = call;
    this.intake = intake;
    this.wanted = wanted;
    this.origin = FrameOrigin.Message.of(context, "http");
    this.eventLoop = context.eventLoop().withoutContext();
    this.splitter = new JpegSplitter(intake.limits(), framed);
  }

  /** Completes when the body has ended and Kafka has acknowledged its images. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    body = subscription;
    ask();
  }

  private void ask() {
    if (!asked && !ended) {
      asked = true;
      body.request(1);
    }
  }

  @Override
  public void onNext(HttpObject object) {
    asked = false;
    if (object instanceof HttpData data) {
      try (data) {
        byte[] piece = data.array();
        splitter.add(piece, piece.length);
      }
    }
    publishArrived();
  }

  private void publishArrived() {
    publishAll();
    countSkipped();
    if (emptied && inFlight == 0) {
      outcome.complete(
          new Outcome(
              images,
              counts.build(),
              Optional.ofNullable(last),
              Optional.ofNullable(firstFailure)));
    }
  }

  private void countSkipped() {
    for (SkipReason reason : SkipReason.values()) {
      long bytes = splitter.skipped().take(reason);
      intake.metrics().skipped(reason, bytes);
      boolean told = reason == SkipReason.OTHER;
      counts.setSkippedBytes(counts.getSkippedBytes() + (told ? bytes : 0));
    }
  }

  private void publishAll() {
    while (inFlight < IN_FLIGHT && !outcome.isDone()) {
      Optional<ByteString> image = next();
      if (image.isPresent()) {
        publish(image.get());
      } else if (ended && !emptied) {
        emptied = true;
        splitter.rest().ifPresent(this::publish);
      } else {
        ask();
        break;
      }
    }
  }

  private Optional<ByteString> next() {
    try {
      return splitter.next();
    } catch (DarkroomException tooLarge) {
      images++;
      refused(tooLarge);
      if (!splitter.began()) {
        body.cancel();
        outcome.completeExceptionally(tooLarge);
      }
      return Optional.empty();
    }
  }

  private void publish(ByteString image) {
    context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, PATIENCE);
    call.messageReceived();
    inFlight++;
    published(image, images++)
        .whenCompleteAsync((published, failure) -> answered(published, failure), eventLoop);
  }

  private CompletableFuture<Published> published(ByteString image, long number) {
    boolean stored = ImageMessages.isStored(wanted.getOrientation());
    try {
      return intake.publishImage(
          intake.read(wanted.getStreamId(), image, stored, Instant.now()),
          wanted.getEpoch(),
          wanted.getSequence() + number,
          origin);
    } catch (DarkroomException e) {
      return intake.refuse(wanted.getStreamId(), origin, e);
    }
  }

  private void answered(Published published, Throwable failure) {
    inFlight--;
    if (failure == null) {
      last = published;
      counts.setFrames(counts.getFrames() + 1);
      counts.setRepeated(counts.getRepeated() + (published.repeated() ? 1 : 0));
      counts.setPosition(LineageCodec.toMessage(published.position()));
    } else {
      refused(Errors.coded(failure));
    }
    publishArrived();
  }

  private void refused(DarkroomException failure) {
    String code = failure.code().name();
    counts.putRejects(code, counts.getRejectsOrDefault(code, 0) + 1);
    firstFailure = firstFailure == null ? failure : firstFailure;
  }

  @Override
  public void onComplete() {
    ended = true;
    publishArrived();
  }

  /** The caller has gone, or was too slow. Images on their way are still published. */
  @Override
  public void onError(Throwable cause) {
    ended = true;
    outcome.completeExceptionally(cause);
  }
}
