package io.darkroom.gateway.rpc.services;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.rpc.ImageMessages;
import io.darkroom.gateway.rpc.Refused;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.gateway.rpc.streaming.VideoCall;
import io.darkroom.gateway.rpc.system.Capabilities;
import io.darkroom.topic.TraceHeaders;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.FilterDefinition;
import io.darkroom.v1.GetCapabilitiesRequest;
import io.darkroom.v1.GetCapabilitiesResponse;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ListFiltersRequest;
import io.darkroom.v1.ListFiltersResponse;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import io.darkroom.v1.StreamProcessVideoRequest;
import io.darkroom.v1.StreamProcessVideoResponse;
import io.grpc.stub.StreamObserver;

/** The RPCs on images and filters. Called on event loops; never blocks. */
public final class ImageApi extends ImageProcessingServiceGrpc.ImageProcessingServiceImplBase {

  private final ImageProcessor processor;
  private final Catalogue catalogue;
  private final Slots sessions;

  /**
   * @param sessions slots for streaming calls
   */
  public ImageApi(ImageProcessor processor, Catalogue catalogue, Slots sessions) {
    this.processor = processor;
    this.catalogue = catalogue;
    this.sessions = sessions;
  }

  @Override
  public void processImage(
      ProcessImageRequest request, StreamObserver<ProcessImageResponse> observer) {
    ServiceRequestContext context = ServiceRequestContext.current();
    TraceContext trace = TraceHeaders.read(context.request().headers()::get);
    Replies.replyLater(
        observer,
        () ->
            Replies.cancelWith(
                    context,
                    processor.process(
                        request.getImage(),
                        ImageMessages.isStored(request.getOrientation()),
                        ImageMessages.request(request),
                        trace))
                .thenApply(ImageMessages::toResponse));
  }

  @Override
  public void listFilters(
      ListFiltersRequest request, StreamObserver<ListFiltersResponse> observer) {
    Replies.reply(observer, () -> list(request));
  }

  @Override
  public StreamObserver<StreamProcessVideoRequest> streamProcessVideo(
      StreamObserver<StreamProcessVideoResponse> observer) {
    try {
      sessions.holdFor(ServiceRequestContext.current());
    } catch (DarkroomException e) {
      observer.onError(e);
      return new Refused<>();
    }
    return VideoCall.open(processor, observer);
  }

  @Override
  public void getCapabilities(
      GetCapabilitiesRequest request, StreamObserver<GetCapabilitiesResponse> observer) {
    Replies.reply(observer, new Capabilities(catalogue, processor.limits())::now);
  }

  private ListFiltersResponse list(ListFiltersRequest request) {
    Catalog catalog = catalogue.require();
    return ResourceMessages.page(
            ListFiltersResponse.newBuilder().setJob(catalog.getJob()),
            request,
            catalog.getFiltersList(),
            FilterDefinition::getId)
        .build();
  }
}
