package io.darkroom.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.Errors;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.guard.CheckedCalls;
import io.darkroom.gateway.guard.Guard;
import io.darkroom.gateway.library.UploadHeaders;
import io.darkroom.gateway.library.UploadWriter;
import io.darkroom.gateway.library.Uploads;
import io.darkroom.gateway.library.VideoLibrary;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.telemetry.metrics.StreamingCalls;
import io.darkroom.v1.VideoServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Handles uploads by {@code PUT}, whose body is a file or a part of one. Answers 200 and the video
 * when the file is complete, otherwise 202 and the upload. Reads the body no faster than the disk
 * writes it.
 */
public record UploadPut(Uploads uploads, VideoLibrary videos, StreamingCalls calls, Guard guard)
    implements HttpService {

  private static final String PATH = "/v1/uploads/{upload_id}";

  private static final int BUFFER_BYTES = 64 << 10;

  public void serve(ServerBuilder server) {
    server
        .route()
        .put(PATH)
        .maxRequestLength(0)
        .requestTimeout(UploadWriter.PATIENCE)
        .build(new CheckedCalls(this, this::requireMayUpload));
  }

  private void requireMayUpload(ServiceRequestContext call) {
    guard.require(call, VideoServiceGrpc.getUploadVideoMethod());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    calls.open(context);
    return HttpErrors.respond(
        context,
        CompletableFuture.supplyAsync(
            () -> received(context, request), context.blockingTaskExecutor()));
  }

  private HttpResponse received(ServiceRequestContext context, HttpRequest request) {
    try {
      UploadHeaders headers =
          UploadHeaders.read(
              context.pathParam("upload_id"),
              context.queryParams().get("name", ""),
              request.headers());
      return received(context, request, headers);
    } catch (RuntimeException e) {
      // Must run on the event loop: bytes that arrive meanwhile at a closed request are a server
      // error. Later bytes are read and dropped, so that the caller gets the answer.
      context.eventLoop().execute(() -> request.abort(e));
      throw e;
    }
  }

  private HttpResponse received(
      ServiceRequestContext context, HttpRequest request, UploadHeaders headers) {
    try (UploadWriter writer = uploads.open(headers.start())) {
      writer.onEvicted(request::abort);
      copy(context, request, headers.length(), writer);
      if (!writer.isComplete()) {
        return json(HttpStatus.ACCEPTED, writer.upload());
      }
      context.clearRequestTimeout();
      return json(HttpStatus.OK, videos.get(uploads.finish(writer)));
    }
  }

  private static void copy(
      ServiceRequestContext context, HttpRequest request, long length, UploadWriter writer) {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = length;
    InputStream in = bodyOf(request);
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, UploadWriter.PATIENCE);
        left -= n;
        if (left < 0) {
          throw tooLong(length);
        }
        writer.write(ByteBuffer.wrap(buffer, 0, n));
      }
    } catch (IOException e) {
      if (e.getCause() instanceof DarkroomException refused) {
        throw refused;
      }
      // The caller has gone or stopped sending. The part that has arrived is kept.
      throw Errors.ofStatus(408, null);
    }
  }

  private static InputStream bodyOf(HttpRequest request) {
    return request.toInputStream(part -> part instanceof HttpData data ? data : HttpData.empty());
  }

  private static DarkroomException tooLong(long length) {
    return DarkroomException.invalid(
        "content-range",
        "body: more than %d bytes (expected: %d, as announced). Correct the content-range."
            .formatted(length, length));
  }

  private static HttpResponse json(HttpStatus status, com.google.protobuf.Message message) {
    return HttpResponse.of(status, MediaType.JSON_UTF_8, ProtoJson.toJson(message).toString());
  }
}
