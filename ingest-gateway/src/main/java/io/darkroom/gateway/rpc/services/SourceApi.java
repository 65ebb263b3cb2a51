package io.darkroom.gateway.rpc.services;

import com.google.protobuf.Empty;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.resources.ChangeLog;
import io.darkroom.gateway.resources.Precondition;
import io.darkroom.gateway.resources.ResourceWatch;
import io.darkroom.gateway.resources.WatchFilter;
import io.darkroom.gateway.resources.WatchTrigger;
import io.darkroom.gateway.rpc.Etags;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.gateway.sources.SourceReports;
import io.darkroom.gateway.sources.SourceWriter;
import io.darkroom.v1.DeleteSourceRequest;
import io.darkroom.v1.GetSourceRequest;
import io.darkroom.v1.ListSourcesRequest;
import io.darkroom.v1.ListSourcesResponse;
import io.darkroom.v1.Permission;
import io.darkroom.v1.PutSourceRequest;
import io.darkroom.v1.SeekSourceRequest;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceServiceGrpc;
import io.darkroom.v1.StartSourceRequest;
import io.darkroom.v1.StopSourceRequest;
import io.darkroom.v1.WatchSourcesRequest;
import io.darkroom.v1.WatchSourcesResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The RPCs on sources. Called on event loops; never blocks. */
public final class SourceApi extends SourceServiceGrpc.SourceServiceImplBase {

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final SourceReports reports;
  private final SourceWriter writer;
  private final OpenCalls calls;
  private final ChangeLog<Source> changes;

  public SourceApi(SourceReports reports, SourceWriter writer, OpenCalls calls) {
    this.reports = reports;
    this.writer = writer;
    this.calls = calls;
    this.changes = new ChangeLog<>(Source::getSourceId, reports::all);
  }

  @Override
  public void putSource(PutSourceRequest request, StreamObserver<Source> observer) {
    ServiceRequestContext context = ServiceRequestContext.current();
    Replies.replyLater(observer, () -> put(request).thenApply(source -> answer(context, source)));
  }

  private CompletableFuture<Source> put(PutSourceRequest request) {
    Precondition condition = Etags.condition(request.getEtag(), request.getCreateOnly());
    return request.getValidateOnly()
        ? writer.preview(request.getSource(), condition)
        : writer.put(request.getSource(), condition);
  }

  private static Source answer(ServiceRequestContext context, Source source) {
    Etags.answer(context, source.getEtag());
    return source;
  }

  @Override
  public void getSource(GetSourceRequest request, StreamObserver<Source> observer) {
    Replies.reply(
        observer,
        () -> answer(ServiceRequestContext.current(), reports.require(request.getSourceId())));
  }

  @Override
  public void listSources(
      ListSourcesRequest request, StreamObserver<ListSourcesResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListSourcesResponse.newBuilder(),
                    request,
                    visible(Caller.current()),
                    Source::getSourceId)
                .build());
  }

  @Override
  public void watchSources(
      WatchSourcesRequest request, StreamObserver<WatchSourcesResponse> observer) {
    ResourceWatch.open(
        observer,
        calls,
        changes,
        filter(Caller.current()),
        Caller.current().resumes(request.getFrom()),
        changes -> ResourceMessages.changes(WatchSourcesResponse.newBuilder(), changes).build(),
        WatchTrigger.every(LOOK_EVERY));
  }

  private List<Source> visible(Caller caller) {
    return reports.all().stream().filter(source -> maySee(caller, source)).toList();
  }

  private static WatchFilter<Source> filter(Caller caller) {
    return caller.rights().allowEverywhere(Permission.PERMISSION_SOURCES)
        ? WatchFilter.everything()
        : WatchFilter.of(Source::getSourceId, source -> maySee(caller, source));
  }

  private static boolean maySee(Caller caller, Source source) {
    return caller.rights().allow(Permission.PERMISSION_SOURCES, source.getStreamId());
  }

  @Override
  public void deleteSource(DeleteSourceRequest request, StreamObserver<Empty> observer) {
    Replies.replyLater(
        observer,
        () ->
            writer
                .delete(request.getSourceId(), Etags.condition(request.getEtag(), false))
                .thenApply(deleted -> Empty.getDefaultInstance()));
  }

  @Override
  public void startSource(StartSourceRequest request, StreamObserver<Source> observer) {
    Replies.replyLater(observer, () -> writer.start(request.getSourceId()));
  }

  @Override
  public void stopSource(StopSourceRequest request, StreamObserver<Source> observer) {
    Replies.replyLater(observer, () -> writer.stop(request.getSourceId()));
  }

  @Override
  public void seekSource(SeekSourceRequest request, StreamObserver<Source> observer) {
    Replies.replyLater(observer, () -> writer.seek(request.getSourceId(), request.getPosition()));
  }
}
