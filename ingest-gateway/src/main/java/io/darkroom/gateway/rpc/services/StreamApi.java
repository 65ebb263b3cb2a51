package io.darkroom.gateway.rpc.services;

import com.google.api.HttpBody;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.frames.feed.Channels;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.Published;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.resources.ChangeLog;
import io.darkroom.gateway.resources.ResourceWatch;
import io.darkroom.gateway.resources.WatchFilter;
import io.darkroom.gateway.resources.WatchTrigger;
import io.darkroom.gateway.rpc.CaptureTime;
import io.darkroom.gateway.rpc.ImageMessages;
import io.darkroom.gateway.rpc.Refused;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.gateway.rpc.streaming.FrameWatch;
import io.darkroom.gateway.rpc.streaming.PublishCall;
import io.darkroom.v1.Frame;
import io.darkroom.v1.GetStreamRequest;
import io.darkroom.v1.GetStreamSnapshotRequest;
import io.darkroom.v1.ListStreamsRequest;
import io.darkroom.v1.ListStreamsResponse;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.PublishFrameResponse;
import io.darkroom.v1.PublishFramesResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.StreamStatus;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.darkroom.v1.WatchStreamsRequest;
import io.darkroom.v1.WatchStreamsResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The RPCs on streams. Called on event loops; never blocks. */
public final class StreamApi extends StreamServiceGrpc.StreamServiceImplBase {

  private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
  private static final Duration WATCH_AT_MOST_EVERY = Duration.ofMillis(100);

  private final StreamRegistry registry;
  private final FrameIntake intake;
  private final Channels channels;
  private final Duration maxLag;
  private final OpenCalls calls;
  private final Bounds bounds;
  private final Snapshots snapshots;
  private final ChangeLog<StreamStatus> changes;

  /**
   * @param maxLag a frame that has waited longer for its watcher is skipped if a newer one waits
   * @param snapshotPatience how long a snapshot waits for the next frame
   */
  public StreamApi(
      StreamRegistry registry,
      FrameIntake intake,
      Channels channels,
      Duration maxLag,
      Duration snapshotPatience,
      OpenCalls calls,
      Bounds bounds) {
    this.registry = registry;
    this.intake = intake;
    this.channels = channels;
    this.maxLag = maxLag;
    this.calls = calls;
    this.bounds = bounds;
    this.snapshots = Snapshots.ofStreams(channels.raw(), bounds.watchers(), snapshotPatience);
    this.changes = new ChangeLog<>(StreamStatus::getStreamId, registry::statuses);
  }

  @Override
  public void listStreams(
      ListStreamsRequest request, StreamObserver<ListStreamsResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListStreamsResponse.newBuilder(),
                    request,
                    visible(Caller.current()),
                    StreamStatus::getStreamId)
                .build());
  }

  private List<StreamStatus> visible(Caller caller) {
    return caller.seesAll()
        ? registry.statuses()
        : registry.statuses().stream().filter(status -> caller.sees(status.getStreamId())).toList();
  }

  @Override
  public void watchStreams(
      WatchStreamsRequest request, StreamObserver<WatchStreamsResponse> observer) {
    ResourceWatch.open(
        observer,
        calls,
        changes,
        filter(Set.copyOf(request.getStreamIdsList()), Caller.current()),
        Caller.current().resumes(request.getFrom()),
        changes -> ResourceMessages.changes(WatchStreamsResponse.newBuilder(), changes).build(),
        WatchTrigger.every(intervalOf(request)));
  }

  private static WatchFilter<StreamStatus> filter(Set<String> ids, Caller caller) {
    if (ids.isEmpty() && caller.seesAll()) {
      return WatchFilter.everything();
    }
    return WatchFilter.of(
        StreamStatus::getStreamId,
        status ->
            (ids.isEmpty() || ids.contains(status.getStreamId()))
                && caller.sees(status.getStreamId()));
  }

  private static Duration intervalOf(WatchStreamsRequest request) {
    Duration wanted =
        Duration.ofSeconds(request.getInterval().getSeconds(), request.getInterval().getNanos());
    if (wanted.isZero()) {
      return WATCH_EVERY;
    }
    return wanted.compareTo(WATCH_AT_MOST_EVERY) < 0 ? WATCH_AT_MOST_EVERY : wanted;
  }

  @Override
  public void watchFrames(
      WatchFramesRequest request, StreamObserver<WatchFramesResponse> observer) {
    boolean processed = request.getOfCase() == WatchFramesRequest.OfCase.PIPELINE_ID;
    Channel channel = processed ? channels.processed() : channels.raw();
    String id = processed ? request.getPipelineId() : request.getStreamId();
    try {
      FrameWatch.open(
          channel,
          id,
          request.getFrom(),
          request.getMaxWidthPx(),
          maxLag,
          bounds.limits().readerPatience(),
          observer,
          calls,
          bounds.watchers(),
          intake.metrics());
    } catch (DarkroomException e) {
      observer.onError(e);
    }
  }

  @Override
  public StreamObserver<Frame> publishFrames(StreamObserver<PublishFramesResponse> observer) {
    try {
      bounds.publishers().holdFor(ServiceRequestContext.current());
    } catch (DarkroomException e) {
      observer.onError(e);
      return new Refused<>();
    }
    return PublishCall.open(intake, observer);
  }

  @Override
  public void getStream(GetStreamRequest request, StreamObserver<StreamStatus> observer) {
    Replies.reply(observer, () -> registry.status(request.getStreamId()));
  }

  @Override
  public void getStreamSnapshot(
      GetStreamSnapshotRequest request, StreamObserver<HttpBody> observer) {
    Replies.replyLater(
        observer,
        () -> {
          registry.status(request.getStreamId());
          return snapshots.get(request.getStreamId(), request.getWait());
        });
  }

  @Override
  public void publishFrame(
      PublishFrameRequest request, StreamObserver<PublishFrameResponse> observer) {
    ServiceRequestContext context = ServiceRequestContext.current();
    Replies.replyLater(
        observer,
        () -> {
          FrameIntake.requireOne(request.getImage());
          return intake
              .publishImage(
                  intake.read(
                      request.getStreamId(),
                      request.getImage(),
                      ImageMessages.isStored(request.getOrientation()),
                      capturedAt(request)),
                  request.getEpoch(),
                  request.getSequence(),
                  FrameOrigin.UnaryCall.of(context))
              .thenApply(Published::toMessage);
        });
  }

  private static Instant capturedAt(PublishFrameRequest request) {
    return request.hasCapturedAt() ? CaptureTime.read(request.getCapturedAt()) : Instant.now();
  }
}
