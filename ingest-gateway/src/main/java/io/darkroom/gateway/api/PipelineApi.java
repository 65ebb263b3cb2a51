package io.darkroom.gateway.api;

import com.google.api.HttpBody;
import com.google.protobuf.Empty;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.gateway.call.OpenCalls;
import io.darkroom.gateway.call.StateWatch;
import io.darkroom.gateway.catalog.Catalogue;
import io.darkroom.gateway.pipeline.PipelineStore;
import io.darkroom.gateway.pipeline.PipelineWriter;
import io.darkroom.gateway.request.Rehearsal;
import io.darkroom.gateway.stream.StreamRegistry;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.v1.DeletePipelineRequest;
import io.darkroom.v1.GetPipelineRequest;
import io.darkroom.v1.GetSnapshotRequest;
import io.darkroom.v1.ListPipelinesRequest;
import io.darkroom.v1.ListPipelinesResponse;
import io.darkroom.v1.PipelineServiceGrpc;
import io.darkroom.v1.WatchPipelinesRequest;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The RPCs on pipelines. Called on event loops; never blocks. */
public final class PipelineApi extends PipelineServiceGrpc.PipelineServiceImplBase {

  private final PipelineStore store;
  private final PipelineWriter writer;
  private final Catalogue catalogue;
  private final Rehearsal rehearsal;
  private final StreamRegistry registry;
  private final OpenCalls calls;

  public PipelineApi(
      PipelineStore store,
      PipelineWriter writer,
      Catalogue catalogue,
      Rehearsal rehearsal,
      StreamRegistry registry,
      OpenCalls calls) {
    this.store = store;
    this.writer = writer;
    this.catalogue = catalogue;
    this.rehearsal = rehearsal;
    this.registry = registry;
    this.calls = calls;
  }

  @Override
  public void putPipeline(
      io.darkroom.v1.Pipeline request, StreamObserver<io.darkroom.v1.Pipeline> observer) {
    Replies.replyLater(observer, () -> put(request).thenApply(PipelineCodec::toMessage));
  }

  private CompletableFuture<Pipeline> put(io.darkroom.v1.Pipeline request) {
    Pipeline wanted = PipelineCodec.fromMessage(request, Instant.EPOCH);
    catalogue.validate(wanted.chain());
    return rehearsal
        .of(wanted.chain())
        .thenCompose(passed -> writer.put(wanted, !request.hasEffectiveFrom()));
  }

  @Override
  public void getPipeline(
      GetPipelineRequest request, StreamObserver<io.darkroom.v1.Pipeline> observer) {
    Replies.reply(observer, () -> PipelineCodec.toMessage(store.require(request.getPipelineId())));
  }

  @Override
  public void listPipelines(
      ListPipelinesRequest request, StreamObserver<ListPipelinesResponse> observer) {
    Replies.reply(observer, () -> list(request.getStreamId()));
  }

  @Override
  public void watchPipelines(
      WatchPipelinesRequest request, StreamObserver<ListPipelinesResponse> observer) {
    StateWatch.open(observer, calls, () -> list(request.getStreamId()), store::onChange);
  }

  private ListPipelinesResponse list(String streamId) {
    List<Pipeline> pipelines = streamId.isEmpty() ? store.pipelines() : store.ofStream(streamId);
    return ListPipelinesResponse.newBuilder()
        .addAllPipelines(pipelines.stream().map(PipelineCodec::toMessage).toList())
        .build();
  }

  @Override
  public void deletePipeline(DeletePipelineRequest request, StreamObserver<Empty> observer) {
    Replies.replyLater(
        observer,
        () ->
            writer
                .delete(request.getPipelineId())
                .thenApply(deleted -> Empty.getDefaultInstance()));
  }

  @Override
  public void getSnapshot(GetSnapshotRequest request, StreamObserver<HttpBody> observer) {
    Replies.reply(observer, () -> snapshot(request.getPipelineId()));
  }

  private HttpBody snapshot(String pipelineId) {
    store.require(pipelineId);
    Frame newest = registry.newest(pipelineId).orElseThrow(() -> noFrameYet(pipelineId));
    return HttpBody.newBuilder()
        .setContentType(newest.encoding().mediaType())
        .setData(newest.image())
        .build();
  }

  private static DarkroomException noFrameYet(String pipelineId) {
    return DarkroomException.notFound(
        "snapshot of pipeline", pipelineId, "Publish a frame to its stream first.");
  }
}
