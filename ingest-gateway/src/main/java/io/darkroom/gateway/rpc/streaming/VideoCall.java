package io.darkroom.gateway.rpc.streaming;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.chain.Chain;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.LineageCodec;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.requests.SessionProcessor;
import io.darkroom.gateway.requests.SessionProcessor.Failed;
import io.darkroom.gateway.requests.SessionProcessor.Processed;
import io.darkroom.gateway.requests.SessionProcessor.Result;
import io.darkroom.gateway.requests.SessionSettings;
import io.darkroom.gateway.rpc.CaptureTime;
import io.darkroom.gateway.rpc.ImageMessages;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.topic.TraceHeaders;
import io.darkroom.v1.FrameError;
import io.darkroom.v1.InputFrame;
import io.darkroom.v1.ProcessingSettings;
import io.darkroom.v1.StreamProcessVideoRequest;
import io.darkroom.v1.StreamProcessVideoResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;

/**
 * One StreamProcessVideo call. Requests the next message only while there is room for another frame
 * and the caller reads the answers, so that the slowest side sets the pace and nothing piles up.
 * Runs on the call's event loop.
 */
public final class VideoCall implements StreamObserver<StreamProcessVideoRequest> {

  private final ServerCallStreamObserver<StreamProcessVideoResponse> out;
  private final SessionProcessor session;
  private boolean configured;
  private boolean ended;
  private boolean requesting;
  private int requested;

  private VideoCall(
      ServiceRequestContext context,
      ImageProcessor processor,
      ServerCallStreamObserver<StreamProcessVideoResponse> out) {
    this.out = out;
    this.session =
        new SessionProcessor(
            processor,
            TraceHeaders.read(context.request().headers()::get),
            context.eventLoop().withoutContext(),
            this::onResult);
  }

  /** Begins a call, on its event loop, and returns the receiver of its messages. */
  public static VideoCall open(
      ImageProcessor processor, StreamObserver<StreamProcessVideoResponse> observer) {
    ServerCallStreamObserver<StreamProcessVideoResponse> out =
        (ServerCallStreamObserver<StreamProcessVideoResponse>) observer;
    VideoCall call = new VideoCall(ServiceRequestContext.current(), processor, out);
    out.disableAutoRequest();
    out.setOnReadyHandler(call::requestMore);
    out.setOnCancelHandler(call::abandon);
    call.requestMore();
    return call;
  }

  private void requestMore() {
    if (requesting) {
      return;
    }
    requesting = true;
    while (!ended
        && out.isReady()
        && requested + session.inFlight() < SessionProcessor.MAX_IN_FLIGHT) {
      requested++;
      out.request(1);
    }
    requesting = false;
  }

  @Override
  public void onNext(StreamProcessVideoRequest request) {
    requested--;
    if (ended) {
      return;
    }
    try {
      take(request);
    } catch (DarkroomException e) {
      endWith(e);
    }
    requestMore();
  }

  private void take(StreamProcessVideoRequest request) {
    switch (request.getPartCase()) {
      case SETTINGS -> {
        session.use(settingsOf(request.getSettings()));
        configured = true;
      }
      case FRAME -> submit(request.getFrame());
      case PART_NOT_SET ->
          throw DarkroomException.invalid(
              "part", "part: none (expected: settings or a frame). Set one of them.");
    }
  }

  private static SessionSettings settingsOf(ProcessingSettings message) {
    return new SessionSettings(
        Chain.parse(message.getChain()),
        PipelineCodec.parseAccelerator(message.getAccelerator()),
        LineageCodec.fromMessage(message.getOutput()),
        ImageMessages.isStored(message.getOrientation()));
  }

  private void submit(InputFrame frame) {
    if (!configured) {
      throw DarkroomException.invalid(
          "part", "part: a frame (expected: settings first). Send settings before it.");
    }
    Instant capturedAt =
        frame.hasCapturedAt() ? CaptureTime.read(frame.getCapturedAt()) : Instant.now();
    session.submit(frame.getImage(), capturedAt, frame.getTag());
  }

  /** Ends the call after the frames before the mistake have been answered. */
  private void endWith(DarkroomException cause) {
    ended = true;
    session.finish().thenRun(() -> out.onError(cause));
  }

  private void onResult(Result result) {
    if (result instanceof Failed failed && failed.cause().code() == ErrorCode.INVALID_CHAIN) {
      abandon();
      out.onError(failed.cause());
      return;
    }
    out.onNext(toResponse(result));
    requestMore();
  }

  private static StreamProcessVideoResponse toResponse(Result result) {
    StreamProcessVideoResponse.Builder response =
        StreamProcessVideoResponse.newBuilder().setNumber(result.number()).setTag(result.tag());
    if (result instanceof Processed processed) {
      response.setProcessed(ImageMessages.toResponse(processed.frame()));
    } else if (result instanceof Failed failed) {
      response.setError(
          FrameError.newBuilder()
              .setCode(failed.cause().code().name())
              .setMessage(failed.cause().getMessage())
              .setRetryable(failed.cause().code().retryable()));
    }
    return response.build();
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      ended = true;
      session.finish().thenRun(out::onCompleted);
    }
  }

  @Override
  public void onError(Throwable cause) {
    abandon();
  }

  private void abandon() {
    ended = true;
    session.close();
  }
}
