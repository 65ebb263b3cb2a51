package io.darkroom.gateway.rpc;

import io.darkroom.chain.Chain;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.LineageCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/** Converts the messages of image calls to requests, and processed frames to messages. */
public final class ImageMessages {

  private ImageMessages() {}

  /** The request of a call, with a new id. */
  public static Request request(ProcessImageRequest request) {
    return new Request(
        UUID.randomUUID().toString(),
        Chain.parse(request.getChain()),
        PipelineCodec.parseAccelerator(request.getAccelerator()),
        Output.of(
            request.getEncoding(),
            request.hasQuality() ? OptionalInt.of(request.getQuality()) : OptionalInt.empty(),
            request.hasScale() ? OptionalDouble.of(request.getScale()) : OptionalDouble.empty()));
  }

  /** Whether a picture keeps the orientation that it is stored in. */
  public static boolean isStored(String orientation) {
    return orientation.equals("stored");
  }

  /** The message for a processed frame. */
  public static ProcessImageResponse toResponse(Frame frame) {
    ProcessImageResponse.Builder response =
        ProcessImageResponse.newBuilder()
            .setImage(frame.image())
            .setEncoding(frame.encoding().text());
    frame.processing().map(LineageCodec::toMessage).ifPresent(response::setProcessing);
    ImageHeader header = ImageHeader.read(frame.image());
    return response.setWidthPx(header.width()).setHeightPx(header.height()).build();
  }
}
