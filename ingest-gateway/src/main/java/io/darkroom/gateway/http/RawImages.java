package io.darkroom.gateway.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.Published;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.rpc.ImageMessages;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.validation.RequestRules;
import io.darkroom.topic.TraceHeaders;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.PublishFrameRequest;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The calls whose body is the image itself. Called on event loops; never blocks. */
public record RawImages(ImageProcessor processor, FrameIntake intake, RequestRules rules) {

  CompletableFuture<HttpResponse> process(
      ServiceRequestContext context, AggregatedHttpRequest request) {
    ProcessImageRequest wanted = wanted(context.queryParams());
    rules.require(wanted);
    CompletableFuture<Frame> answer =
        processor.process(
            imageOf(request),
            ImageMessages.request(wanted),
            TraceHeaders.read(request.headers()::get));
    return Replies.cancelWith(context, answer).thenApply(RawImages::toResponse);
  }

  CompletableFuture<HttpResponse> publish(
      ServiceRequestContext context, String streamId, AggregatedHttpRequest call) {
    QueryParams query = context.queryParams();
    PublishFrameRequest.Builder request = PublishFrameRequest.newBuilder().setStreamId(streamId);
    number(query, "epoch", Long::valueOf).ifPresent(request::setEpoch);
    number(query, "sequence", Long::valueOf).ifPresent(request::setSequence);
    PublishFrameRequest wanted = request.build();
    rules.require(wanted);
    return intake
        .publishImage(
            streamId,
            wanted.getEpoch(),
            wanted.getSequence(),
            imageOf(call),
            Instant.now(),
            FrameOrigin.UnaryCall.of(call.headers()))
        .thenApply(RawImages::acknowledged);
  }

  /** The aggregated body is an array that nobody else holds. */
  private static ByteString imageOf(AggregatedHttpRequest request) {
    return UnsafeByteOperations.unsafeWrap(request.content().array());
  }

  private static ProcessImageRequest wanted(QueryParams query) {
    ProcessImageRequest.Builder request =
        ProcessImageRequest.newBuilder()
            .setChain(query.get("chain", ""))
            .setEncoding(query.get("encoding", ""))
            .setAccelerator(query.get("accelerator", ""));
    number(query, "quality", Integer::valueOf).ifPresent(request::setQuality);
    number(query, "scale", Double::valueOf).ifPresent(request::setScale);
    return request.build();
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
    return HttpResponse.of(
        HttpStatus.OK, MediaType.JSON_UTF_8, ProtoJson.toJson(published.toMessage()).toString());
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
