package io.darkroom.gateway.rpc;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;

/**
 * Answers with files and their ETag. A caller that already has the current state of the file gets
 * 304 without the bytes.
 */
public final class TaggedBodies {

  private static final String[] PATHS = {"prefix:/v1/images/", "prefix:/v1/videos/"};

  private TaggedBodies() {}

  public static void serve(ServerBuilder server) {
    for (String path : PATHS) {
      server
          .routeDecorator()
          .path(path)
          .methods(HttpMethod.GET)
          .build(TaggedBodies::serveIfChanged);
    }
  }

  /** An answer that clients revalidate each time, and that is sent only if it has changed. */
  public static HttpBody of(String mediaType, ByteString data, String etag) {
    ServiceRequestContext context = ServiceRequestContext.current();
    context.setAdditionalResponseHeader(HttpHeaderNames.ETAG, etag);
    context.setAdditionalResponseHeader(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    return HttpBody.newBuilder().setContentType(mediaType).setData(data).build();
  }

  private static HttpResponse serveIfChanged(
      HttpService service, ServiceRequestContext context, HttpRequest request) throws Exception {
    String known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH);
    HttpResponse answer = service.serve(context, request);
    if (known == null) {
      return answer;
    }
    return HttpResponse.of(
        answer.aggregate().thenApply(whole -> unlessKnown(whole, context, known)));
  }

  private static HttpResponse unlessKnown(
      AggregatedHttpResponse answer, ServiceRequestContext context, String known) {
    boolean same = known.equals(context.additionalResponseHeaders().get(HttpHeaderNames.ETAG));
    return same && answer.status().isSuccess()
        ? HttpResponse.of(HttpStatus.NOT_MODIFIED)
        : answer.toHttpResponse();
  }
}
