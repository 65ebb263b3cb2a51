package io.darkroom.gateway.rpc.services;

import com.google.api.HttpBody;
import com.google.protobuf.Empty;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.pipelines.PipelineStore;
import io.darkroom.gateway.pipelines.PipelineWriter;
import io.darkroom.gateway.requests.ChainCheck;
import io.darkroom.gateway.resources.ChangeLog;
import io.darkroom.gateway.resources.Precondition;
import io.darkroom.gateway.resources.ResourceWatch;
import io.darkroom.gateway.resources.WatchFilter;
import io.darkroom.gateway.rpc.Etags;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.v1.DeletePipelineRequest;
import io.darkroom.v1.GetPipelineRequest;
import io.darkroom.v1.GetSnapshotRequest;
import io.darkroom.v1.ListPipelinesRequest;
import io.darkroom.v1.ListPipelinesResponse;
import io.darkroom.v1.PipelineServiceGrpc;
import io.darkroom.v1.PutPipelineRequest;
import io.darkroom.v1.WatchPipelinesRequest;
import io.darkroom.v1.WatchPipelinesResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The RPCs on pipelines. Called on event loops; never blocks. */
public final class PipelineApi extends PipelineServiceGrpc.PipelineServiceImplBase {

  private final PipelineStore store;
  private final PipelineWriter writer;
  private final Catalogue catalogue;
  private final ChainCheck chainCheck;
  private final Snapshots snapshots;
  private final OpenCalls calls;
  private final ChangeLog<io.darkroom.v1.Pipeline> changes;

  /**
   * @param snapshotPatience how long a snapshot waits for the next frame
   */
  public PipelineApi(
      PipelineStore store,
      PipelineWriter writer,
      Catalogue catalogue,
      ChainCheck chainCheck,
      Channel results,
      Duration snapshotPatience,
      Bounds bounds,
      OpenCalls calls) {
    this.store = store;
    this.writer = writer;
    this.catalogue = catalogue;
    this.chainCheck = chainCheck;
    this.snapshots = Snapshots.ofPipelines(results, bounds.watchers(), snapshotPatience);
    this.calls = calls;
    this.changes =
        new ChangeLog<>(io.darkroom.v1.Pipeline::getPipelineId, () -> messages(store.pipelines()));
  }

  @Override
  public void putPipeline(
      PutPipelineRequest request, StreamObserver<io.darkroom.v1.Pipeline> observer) {
    ServiceRequestContext context = ServiceRequestContext.current();
    Replies.replyLater(
        observer, () -> put(request).thenApply(pipeline -> answer(context, pipeline)));
  }

  private CompletableFuture<Pipeline> put(PutPipelineRequest request) {
    Precondition condition = Etags.condition(request.getEtag(), request.getCreateOnly());
    Pipeline wanted = PipelineCodec.fromMessage(request.getPipeline(), Instant.EPOCH);
    boolean asap = !request.getPipeline().hasEffectiveFrom();
    catalogue.validate(wanted.chain());
    CompletableFuture<Void> checked = chainCheck.of(wanted.chain());
    return request.getValidateOnly()
        ? checked.thenApply(passed -> writer.preview(wanted, asap, condition))
        : checked.thenCompose(passed -> writer.put(wanted, asap, condition));
  }

  private static io.darkroom.v1.Pipeline answer(ServiceRequestContext context, Pipeline pipeline) {
    Etags.answer(context, pipeline.etag());
    return PipelineCodec.toMessage(pipeline);
  }

  @Override
  public void getPipeline(
      GetPipelineRequest request, StreamObserver<io.darkroom.v1.Pipeline> observer) {
    Replies.reply(
        observer,
        () -> answer(ServiceRequestContext.current(), store.require(request.getPipelineId())));
  }

  @Override
  public void listPipelines(
      ListPipelinesRequest request, StreamObserver<ListPipelinesResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListPipelinesResponse.newBuilder(),
                    request,
                    messages(ofStream(request.getStreamId(), Caller.current())),
                    io.darkroom.v1.Pipeline::getPipelineId)
                .build());
  }

  @Override
  public void watchPipelines(
      WatchPipelinesRequest request, StreamObserver<WatchPipelinesResponse> observer) {
    ResourceWatch.open(
        observer,
        calls,
        changes,
        filter(request.getStreamId(), Caller.current()),
        Caller.current().resumes(request.getFrom()),
        changes -> ResourceMessages.changes(WatchPipelinesResponse.newBuilder(), changes).build(),
        store::onChange);
  }

  private static WatchFilter<io.darkroom.v1.Pipeline> filter(String streamId, Caller caller) {
    if (streamId.isEmpty() && caller.seesAll()) {
      return WatchFilter.everything();
    }
    return WatchFilter.of(
        io.darkroom.v1.Pipeline::getPipelineId,
        pipeline ->
            (streamId.isEmpty() || pipeline.getStreamId().equals(streamId))
                && caller.sees(pipeline.getStreamId()));
  }

  private List<Pipeline> ofStream(String streamId, Caller caller) {
    List<Pipeline> wanted = streamId.isEmpty() ? store.pipelines() : store.ofStream(streamId);
    return caller.seesAll()
        ? wanted
        : wanted.stream().filter(pipeline -> caller.sees(pipeline.streamId())).toList();
  }

  private static List<io.darkroom.v1.Pipeline> messages(List<Pipeline> pipelines) {
    return pipelines.stream().map(PipelineCodec::toMessage).toList();
  }

  @Override
  public void deletePipeline(DeletePipelineRequest request, StreamObserver<Empty> observer) {
    Replies.replyLater(
        observer,
        () ->
            writer
                .delete(request.getPipelineId(), Etags.condition(request.getEtag(), false))
                .thenApply(deleted -> Empty.getDefaultInstance()));
  }

  @Override
  public void getSnapshot(GetSnapshotRequest request, StreamObserver<HttpBody> observer) {
    Replies.replyLater(
        observer,
        () -> {
          store.require(request.getPipelineId());
          return snapshots.get(request.getPipelineId(), request.getWait());
        });
  }
}
