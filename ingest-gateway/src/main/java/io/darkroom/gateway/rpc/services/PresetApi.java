package io.darkroom.gateway.rpc.services;

import com.google.protobuf.Empty;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.chain.Chain;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.presets.PresetFields;
import io.darkroom.gateway.presets.PresetStore;
import io.darkroom.gateway.presets.PresetWriter;
import io.darkroom.gateway.requests.ChainCheck;
import io.darkroom.gateway.resources.Precondition;
import io.darkroom.gateway.rpc.Etags;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.v1.DeletePresetRequest;
import io.darkroom.v1.GetPresetRequest;
import io.darkroom.v1.ListPresetsRequest;
import io.darkroom.v1.ListPresetsResponse;
import io.darkroom.v1.Preset;
import io.darkroom.v1.PresetServiceGrpc;
import io.darkroom.v1.PutPresetRequest;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The RPCs on presets. Called on event loops; never blocks. */
public final class PresetApi extends PresetServiceGrpc.PresetServiceImplBase {

  private final PresetStore store;
  private final PresetWriter writer;
  private final Catalogue catalogue;
  private final ChainCheck chainCheck;

  public PresetApi(
      PresetStore store, PresetWriter writer, Catalogue catalogue, ChainCheck chainCheck) {
    this.store = store;
    this.writer = writer;
    this.catalogue = catalogue;
    this.chainCheck = chainCheck;
  }

  @Override
  public void putPreset(PutPresetRequest request, StreamObserver<Preset> observer) {
    ServiceRequestContext context = ServiceRequestContext.current();
    Replies.replyLater(observer, () -> put(request).thenApply(preset -> answer(context, preset)));
  }

  private CompletableFuture<Preset> put(PutPresetRequest request) {
    Precondition condition = Etags.condition(request.getEtag(), request.getCreateOnly());
    Preset wanted = PresetFields.plain(request.getPreset());
    Chain asWritten = Chain.parse(request.getPreset().getChain());
    catalogue.validate(asWritten);
    CompletableFuture<Void> checked = chainCheck.of(asWritten);
    return request.getValidateOnly()
        ? checked.thenApply(passed -> writer.preview(wanted, condition))
        : checked.thenCompose(passed -> writer.put(wanted, condition));
  }

  private static Preset answer(ServiceRequestContext context, Preset preset) {
    Etags.answer(context, preset.getEtag());
    return preset;
  }

  @Override
  public void getPreset(GetPresetRequest request, StreamObserver<Preset> observer) {
    Replies.reply(
        observer,
        () -> answer(ServiceRequestContext.current(), store.require(request.getPresetId())));
  }

  @Override
  public void listPresets(
      ListPresetsRequest request, StreamObserver<ListPresetsResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListPresetsResponse.newBuilder(), request, store.all(), Preset::getPresetId)
                .build());
  }

  @Override
  public void deletePreset(DeletePresetRequest request, StreamObserver<Empty> observer) {
    Replies.replyLater(
        observer,
        () ->
            writer
                .delete(request.getPresetId(), Etags.condition(request.getEtag(), false))
                .thenApply(deleted -> Empty.getDefaultInstance()));
  }
}
