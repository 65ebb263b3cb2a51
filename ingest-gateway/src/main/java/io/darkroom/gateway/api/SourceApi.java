package io.darkroom.gateway.api;

import com.google.protobuf.Empty;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.call.OpenCalls;
import io.darkroom.gateway.call.StateWatch;
import io.darkroom.gateway.change.Precondition;
import io.darkroom.gateway.source.SourceReports;
import io.darkroom.gateway.source.SourceWriter;
import io.darkroom.v1.DeleteSourceRequest;
import io.darkroom.v1.GetSourceRequest;
import io.darkroom.v1.ListSourcesRequest;
import io.darkroom.v1.ListSourcesResponse;
import io.darkroom.v1.PutSourceRequest;
import io.darkroom.v1.SeekSourceRequest;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceServiceGrpc;
import io.darkroom.v1.StartSourceRequest;
import io.darkroom.v1.StopSourceRequest;
import io.darkroom.v1.WatchSourcesRequest;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The RPCs on sources. Called on event loops; never blocks. */
public final class SourceApi extends SourceServiceGrpc.SourceServiceImplBase {

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final int MAX_WATCHERS = 200;

  private final SourceReports reports;
  private final SourceWriter writer;
  private final OpenCalls calls;
  private final AtomicInteger watchers = new AtomicInteger();

  public SourceApi(SourceReports reports, SourceWriter writer, OpenCalls calls) {
    this.reports = reports;
    this.writer = writer;
    this.calls = calls;
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
        () -> {
          Pages<Source> page =
              Pages.of(
                  reports.all(),
                  Source::getSourceId,
                  request.getPageSize(),
                  request.getPageToken());
          return ListSourcesResponse.newBuilder()
              .addAllSources(page.items())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  private ListSourcesResponse list() {
    return ListSourcesResponse.newBuilder().addAllSources(reports.all()).build();
  }

  @Override
  public void watchSources(
      WatchSourcesRequest request, StreamObserver<ListSourcesResponse> observer) {
    if (watchers.get() >= MAX_WATCHERS) {
      observer.onError(
          new DarkroomException(
              ErrorCode.QUOTA_EXCEEDED,
              "watchers: %d (expected: fewer). End one of them.".formatted(MAX_WATCHERS)));
      return;
    }
    StateWatch.open(observer, calls, this::list, this::look);
  }

  private SafeCloseable look(Runnable changed) {
    watchers.incrementAndGet();
    SafeCloseable looks = StateWatch.Changes.every(LOOK_EVERY).subscribe(changed);
    return () -> {
      watchers.decrementAndGet();
      looks.close();
    };
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
