package io.darkroom.gateway.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.JpegStarts;
import io.darkroom.frame.Processing;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.Published;
import io.darkroom.gateway.guard.Guard;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.rpc.ImageMessages;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.validation.RequestRules;
import io.darkroom.gateway.telemetry.metrics.StreamingCalls;
import io.darkroom.topic.TraceHeaders;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.StreamServiceGrpc;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Handles calls whose body is an image. Called on event loops; never blocks. */
public record RawImages(
    ImageProcessor processor,
    FrameIntake intake,
    RequestRules rules,
    Slots publishers,
    StreamingCalls calls,
    Guard guard) {

  /** Requires the permission of the RPC that does the same as a call with this image. */
  void requireMayProcess(ServiceRequestContext call) {
    guard.require(call, ImageProcessingServiceGrpc.getProcessImageMethod());
  }

  void requireMayPublish(ServiceRequestContext call, String streamId) {
    guard.requireStream(call, StreamServiceGrpc.getPublishFrameMethod(), streamId);
  }

  CompletableFuture<HttpResponse> process(ServiceRequestContext context, ImageBody body) {
    ProcessImageRequest wanted = wanted(body.parameters());
    rules.require(wanted);
    CompletableFuture<Frame> answer =
        processor.process(
            body.image(),
            ImageMessages.isStored(wanted.getOrientation()),
            ImageMessages.request(wanted),
            TraceHeaders.read(context.request().headers()::get));
    return Replies.cancelWith(context, answer).thenApply(RawImages::toResponse);
  }

  /** Publishes the image of a body, or each of its JPEGs. */
  CompletableFuture<HttpResponse> publish(
      ServiceRequestContext context, String streamId, ImageBody body) {
    PublishFrameRequest wanted = wanted(streamId, body.parameters());
    List<ByteString> images = JpegStarts.split(body.image());
    if (images.size() > 1) {
      HttpData all = HttpData.wrap(body.image().toByteArray());
      return pushed(context, wanted, false, StreamMessage.of(all));
    }
    boolean stored = ImageMessages.isStored(wanted.getOrientation());
    return intake
        .publishImage(
            intake.read(streamId, images.get(0), stored, Instant.now()),
            wanted.getEpoch(),
            wanted.getSequence(),
            FrameOrigin.UnaryCall.of(context))
        .thenApply(RawImages::acknowledged);
  }

  /**
   * Publishes the images of a body while it arrives, however long it is.
   *
   * @param framed whether other bytes, such as a boundary, come before the first image
   */
  CompletableFuture<HttpResponse> push(
      ServiceRequestContext context, String streamId, boolean framed, HttpRequest request) {
    PublishFrameRequest wanted = wanted(streamId, context.queryParams());
    publishers.holdFor(context);
    context.setMaxRequestLength(0);
    return pushed(context, wanted, framed, request);
  }

  private CompletableFuture<HttpResponse> pushed(
      ServiceRequestContext context,
      PublishFrameRequest wanted,
      boolean framed,
      StreamMessage<? extends HttpObject> body) {
    JpegPush push = new JpegPush(context, calls.open(context), intake, wanted, framed);
    body.subscribe(push, context.eventLoop());
    return push.outcome().thenApply(RawImages::toResponse);
  }

  /** One image is answered like an image whose length was known. */
  private static HttpResponse toResponse(JpegPush.Outcome outcome) {
    if (outcome.images() == 0) {
      throw new DarkroomException(
          ErrorCode.INVALID_IMAGE,
          "body: no JPEG in it (expected: at least one). Send encoded images.");
    }
    if (outcome.last().isEmpty()) {
      throw outcome.firstFailure().orElseThrow();
    }
    return outcome.images() == 1 ? acknowledged(outcome.last().get()) : json(outcome.counts());
  }

  private PublishFrameRequest wanted(String streamId, QueryParams query) {
    PublishFrameRequest.Builder request = PublishFrameRequest.newBuilder().setStreamId(streamId);
    number(query, "epoch", Long::valueOf).ifPresent(request::setEpoch);
    number(query, "sequence", Long::valueOf).ifPresent(request::setSequence);
    request.setOrientation(query.get("orientation", ""));
    PublishFrameRequest wanted = request.build();
    rules.require(wanted);
    return wanted;
  }

  private static ProcessImageRequest wanted(QueryParams query) {
    ProcessImageRequest.Builder request =
        ProcessImageRequest.newBuilder()
            .setChain(query.get("chain", ""))
            .setEncoding(encoding(query.get("encoding", "")))
            .setAccelerator(query.get("accelerator", ""))
            .setOrientation(query.get("orientation", ""));
    number(query, "quality", Integer::valueOf).ifPresent(request::setQuality);
    number(query, "scale", Double::valueOf).ifPresent(request::setScale);
    return request.build();
  }

  /** Accepts any case, and jpg; the rules refuse other names. */
  private static String encoding(String text) {
    return Encoding.parse(text).map(Encoding::text).orElse(text);
  }

  private static <T extends Number> Optional<T> number(
      QueryParams query, String name, Function<String, T> parse) {
    String text = query.get(name);
    try {
      return Optional.ofNullable(text).map(parse);
    } catch (NumberFormatException e) {
      throw DarkroomException.invalid(
          name, "%s: \"%s\" (expected: a number). Correct it.".formatted(name, text));
    }
  }

  private static HttpResponse acknowledged(Published published) {
    return json(published.toMessage());
  }

  private static HttpResponse json(Message message) {
    return HttpResponse.of(
        HttpStatus.OK, MediaType.JSON_UTF_8, ProtoJson.toJson(message).toString());
  }

  private static HttpResponse toResponse(Frame frame) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.parse(frame.encoding().mediaType()));
    frame.processing().ifPresent(processing -> addLineage(headers, processing));
    return HttpResponse.of(
        headers.build(),
        HttpData.wrap(Unpooled.wrappedBuffer(frame.image().asReadOnlyByteBuffer())));
  }

  private static void addLineage(ResponseHeadersBuilder headers, Processing processing) {
    headers
        .set("darkroom-accelerator", processing.accelerator())
        .setObject("darkroom-fell-back", processing.fellBack())
        .setLong("darkroom-queue-micros", processing.queueMicros())
        .setLong("darkroom-decode-micros", processing.decodeMicros())
        .setLong("darkroom-filter-micros", processing.filterMicros())
        .setLong("darkroom-encode-micros", processing.encodeMicros())
        .setLong("darkroom-revision", processing.revision());
  }
}
