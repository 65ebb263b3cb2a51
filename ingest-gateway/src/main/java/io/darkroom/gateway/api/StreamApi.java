package io.darkroom.gateway.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.stream.StreamRegistry;
import io.darkroom.v1.GetStreamRequest;
import io.darkroom.v1.ListStreamsRequest;
import io.darkroom.v1.ListStreamsResponse;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.PublishFrameResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.StreamStatus;
import io.grpc.stub.StreamObserver;
import java.time.Instant;

/** The RPCs on streams. Called on event loops; never blocks. */
public final class StreamApi extends StreamServiceGrpc.StreamServiceImplBase {

  private final StreamRegistry registry;
  private final Ingest ingest;

  public StreamApi(StreamRegistry registry, Ingest ingest) {
    this.registry = registry;
    this.ingest = ingest;
  }

  @Override
  public void listStreams(
      ListStreamsRequest request, StreamObserver<ListStreamsResponse> observer) {
    Replies.reply(
        observer,
        () -> ListStreamsResponse.newBuilder().addAllStreams(registry.statuses()).build());
  }

  @Override
  public void getStream(GetStreamRequest request, StreamObserver<StreamStatus> observer) {
    Replies.reply(observer, () -> registry.status(request.getStreamId()));
  }

  @Override
  public void publishFrame(
      PublishFrameRequest request, StreamObserver<PublishFrameResponse> observer) {
    TraceContext trace = TraceHeaders.of(ServiceRequestContext.current().request().headers());
    Replies.replyLater(
        observer,
        () ->
            ingest
                .publish(request.getStreamId(), request.getImage(), capturedAt(request), trace)
                .thenApply(
                    sequence ->
                        PublishFrameResponse.newBuilder()
                            .setStreamId(request.getStreamId())
                            .setSequence(sequence)
                            .build()));
  }

  private static Instant capturedAt(PublishFrameRequest request) {
    return request.hasCapturedAt() ? CaptureTime.read(request.getCapturedAt()) : Instant.now();
  }
}
