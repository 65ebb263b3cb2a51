package io.darkroom.gateway.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.chain.Chain;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.LineageCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.call.Refused;
import io.darkroom.gateway.catalog.Catalogue;
import io.darkroom.gateway.limit.Slots;
import io.darkroom.gateway.request.ImageProcessor;
import io.darkroom.gateway.trace.TraceHeaders;
import io.darkroom.pipeline.PipelineCodec;
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
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/** The RPCs on images and on what can be done with them. Called on event loops; never blocks. */
public final class ImageApi extends ImageProcessingServiceGrpc.ImageProcessingServiceImplBase {

  private final ImageProcessor processor;
  private final Catalogue catalogue;
  private final Slots sessions;

  /**
   * @param sessions the places for calls of many pictures
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
    TraceContext trace = TraceHeaders.of(context.request().headers());
    Replies.replyLater(
        observer,
        () ->
            Replies.cancelWith(
                    context, processor.process(request.getImage(), wanted(request), trace))
                .thenApply(ImageApi::toResponse));
  }

  /** What the caller wants, under a new id. */
  static Request wanted(ProcessImageRequest request) {
    return new Request(
        UUID.randomUUID().toString(),
        Chain.parse(request.getChain()),
        PipelineCodec.parseAccelerator(request.getAccelerator()),
        Output.of(
            request.getEncoding(),
            request.hasQuality() ? OptionalInt.of(request.getQuality()) : OptionalInt.empty(),
            request.hasScale() ? OptionalDouble.of(request.getScale()) : OptionalDouble.empty()));
  }

  static ProcessImageResponse toResponse(Frame frame) {
    ProcessImageResponse.Builder response =
        ProcessImageResponse.newBuilder()
            .setImage(frame.image())
            .setEncoding(frame.encoding().text());
    frame.processing().map(LineageCodec::toMessage).ifPresent(response::setProcessing);
    ImageHeader header = ImageHeader.read(frame.image());
    return response.setWidthPx(header.width()).setHeightPx(header.height()).build();
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
    Pages<FilterDefinition> page =
        Pages.of(
            catalog.getFiltersList(),
            FilterDefinition::getId,
            request.getPageSize(),
            request.getPageToken());
    return ListFiltersResponse.newBuilder()
        .addAllFilters(page.items())
        .setJob(catalog.getJob())
        .setNextPageToken(page.nextToken())
        .build();
  }
}
