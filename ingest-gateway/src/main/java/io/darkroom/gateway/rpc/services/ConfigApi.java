package io.darkroom.gateway.rpc.services;

import com.google.api.HttpBody;
import com.linecorp.armeria.server.annotation.Blocking;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.library.ImageLibrary;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.gateway.rpc.TaggedBodies;
import io.darkroom.gateway.rpc.system.InputList;
import io.darkroom.gateway.rpc.system.StreamEndpoints;
import io.darkroom.gateway.rpc.system.SystemInfo;
import io.darkroom.gateway.rpc.system.Tools;
import io.darkroom.v1.AvailableImage;
import io.darkroom.v1.ConfigServiceGrpc;
import io.darkroom.v1.GetAvailableToolsRequest;
import io.darkroom.v1.GetAvailableToolsResponse;
import io.darkroom.v1.GetImageRequest;
import io.darkroom.v1.GetStreamConfigRequest;
import io.darkroom.v1.GetStreamConfigResponse;
import io.darkroom.v1.GetSystemInfoRequest;
import io.darkroom.v1.GetSystemInfoResponse;
import io.darkroom.v1.Limits;
import io.darkroom.v1.ListAvailableImagesRequest;
import io.darkroom.v1.ListAvailableImagesResponse;
import io.darkroom.v1.ListInputsRequest;
import io.darkroom.v1.ListInputsResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;

/** The RPCs about the installation: inputs, images, tools, limits and versions. May block. */
@Blocking
public final class ConfigApi extends ConfigServiceGrpc.ConfigServiceImplBase {

  private final Limits limits;
  private final InputList inputs;
  private final ImageLibrary images;
  private final Tools tools;
  private final SystemInfo system;

  public ConfigApi(
      Limits limits, InputList inputs, ImageLibrary images, Tools tools, SystemInfo system) {
    this.limits = limits;
    this.inputs = inputs;
    this.images = images;
    this.tools = tools;
    this.system = system;
  }

  @Override
  public void getStreamConfig(
      GetStreamConfigRequest request, StreamObserver<GetStreamConfigResponse> observer) {
    Replies.reply(
        observer,
        () ->
            GetStreamConfigResponse.newBuilder()
                .addAllEndpoints(StreamEndpoints.ALL)
                .setLimits(limits)
                .build());
  }

  @Override
  public void listInputs(ListInputsRequest request, StreamObserver<ListInputsResponse> observer) {
    Caller caller = Caller.current();
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListInputsResponse.newBuilder(), request, inputs.list(caller), InputList::key)
                .build());
  }

  @Override
  public void listAvailableImages(
      ListAvailableImagesRequest request, StreamObserver<ListAvailableImagesResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListAvailableImagesResponse.newBuilder(),
                    request,
                    images.list(),
                    AvailableImage::getImageId)
                .build());
  }

  @Override
  public void getImage(GetImageRequest request, StreamObserver<HttpBody> observer) {
    Replies.reply(observer, () -> image(request));
  }

  private HttpBody image(GetImageRequest request) {
    Path file = images.require(request.getImageId());
    return request.getSize().isEmpty()
        ? TaggedBodies.of(images.mediaType(file), images.bytes(file), images.etag(file))
        : TaggedBodies.of("image/jpeg", images.preview(file), images.etag(file));
  }

  @Override
  public void getAvailableTools(
      GetAvailableToolsRequest request, StreamObserver<GetAvailableToolsResponse> observer) {
    Replies.reply(observer, tools::toMessage);
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> observer) {
    Replies.reply(observer, system::now);
  }
}
