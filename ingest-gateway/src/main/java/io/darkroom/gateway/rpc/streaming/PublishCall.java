package io.darkroom.gateway.rpc.streaming;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.EncodedFrame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.LineageCodec;
import io.darkroom.gateway.error.Errors;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.Published;
import io.darkroom.v1.Frame;
import io.darkroom.v1.PublishFramesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One PublishFrames call. A bad frame is counted and does not stop the others. At most {@value
 * #IN_FLIGHT} frames are on their way to Kafka; until one arrives, the caller is not read. Runs on
 * the call's event loop.
 */
public final class PublishCall implements StreamObserver<Frame> {

  private static final int IN_FLIGHT = 8;

  private final FrameIntake intake;
  private final ServerCallStreamObserver<PublishFramesResponse> out;
  private final Executor eventLoop = ServiceRequestContext.current().eventLoop().withoutContext();
  private final FrameOrigin origin =
      FrameOrigin.Message.of(ServiceRequestContext.current(), "grpc");
  private final PublishFramesResponse.Builder answer = PublishFramesResponse.newBuilder();
  private String streamId = "";
  private int inFlight;
  private boolean complete;

  private PublishCall(FrameIntake intake, ServerCallStreamObserver<PublishFramesResponse> out) {
    this.intake = intake;
    this.out = out;
  }

  /** Begins a call, on its event loop, and returns the receiver of its frames. */
  public static PublishCall open(
      FrameIntake intake, StreamObserver<PublishFramesResponse> observer) {
    ServerCallStreamObserver<PublishFramesResponse> out =
        (ServerCallStreamObserver<PublishFramesResponse>) observer;
    out.disableAutoRequest();
    out.setOnCancelHandler(() -> {});
    out.request(IN_FLIGHT);
    return new PublishCall(intake, out);
  }

  @Override
  public void onNext(Frame message) {
    inFlight++;
    publish(message)
        .whenComplete(
            (published, failure) -> eventLoop.execute(() -> answered(published, failure)));
  }

  private CompletableFuture<Published> publish(Frame message) {
    try {
      var frame = FrameCodec.decode(message, streamId, Instant.now());
      streamId = frame.streamId();
      return intake.publish(EncodedFrame.of(frame), origin);
    } catch (DarkroomException e) {
      return intake.refuse(streamId, origin, e);
    }
  }

  private void answered(Published published, Throwable failure) {
    inFlight--;
    if (failure == null) {
      answer.setFrames(answer.getFrames() + 1);
      answer.setRepeated(answer.getRepeated() + (published.repeated() ? 1 : 0));
      answer.setPosition(LineageCodec.toMessage(published.position()));
    } else {
      String code = Errors.coded(failure).code().name();
      answer.putRejects(code, answer.getRejectsOrDefault(code, 0) + 1);
    }
    out.request(1);
    answerIfComplete();
  }

  @Override
  public void onCompleted() {
    complete = true;
    answerIfComplete();
  }

  private void answerIfComplete() {
    if (complete && inFlight == 0 && !out.isCancelled()) {
      out.onNext(answer.build());
      out.onCompleted();
    }
  }

  /** Frames on their way are still published; the caller has gone. */
  @Override
  public void onError(Throwable cause) {
    complete = false;
  }
}
