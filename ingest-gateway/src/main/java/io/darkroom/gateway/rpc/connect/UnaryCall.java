package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A unary call, received as a body (POST) or a query (GET).
 *
 * @param encoding the compression of the message
 * @param accepted the compressions that the caller accepts
 */
record UnaryCall(
    RequestHeaders headers,
    MessageFormat format,
    String encoding,
    String accepted,
    HttpData message) {

  static UnaryCall posted(RequestHeaders headers, MessageFormat format, HttpData body) {
    return of(
        headers, format, headers.get(HttpHeaderNames.CONTENT_ENCODING, CallHeaders.IDENTITY), body);
  }

  /**
   * Reads a call by GET.
   *
   * @throws DarkroomException if the query breaks the protocol
   */
  static UnaryCall queried(RequestHeaders headers, MessageFormat format, QueryParams query) {
    String version = query.get("connect", "v1");
    if (!version.equals("v1")) {
      throw DarkroomException.invalid(
          "connect", "connect: \"%s\" (expected: v1). Correct it.".formatted(version));
    }
    return of(headers, format, query.get("compression", CallHeaders.IDENTITY), message(query));
  }

  private static UnaryCall of(
      RequestHeaders headers, MessageFormat format, String encoding, HttpData message) {
    String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING, encoding);
    return new UnaryCall(headers, format, encoding, accepted, message);
  }

  private static HttpData message(QueryParams query) {
    String message = query.get("message");
    if (message == null) {
      throw DarkroomException.invalid(
          "message", "message: none (expected: the request as a query parameter). Add it.");
    }
    if (!query.get("base64", "0").equals("1")) {
      return HttpData.wrap(message.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return HttpData.wrap(Base64.getUrlDecoder().decode(message));
    } catch (IllegalArgumentException e) {
      throw DarkroomException.invalid(
          "message",
          "message: %s (expected: URL-safe base64). Correct it."
              .formatted(Excerpt.quoted(message)));
    }
  }

  /** The same call as a gRPC request. */
  HttpRequest toGrpc(ServiceRequestContext context) {
    RequestHeaders call = CallHeaders.toGrpc(context, headers, format, encoding, accepted);
    if (!call.contains(GrpcHeaderNames.GRPC_TIMEOUT) && context.requestTimeoutMillis() > 0) {
      // Without a timeout gRPC would wait forever.
      String timeout = context.requestTimeoutMillis() + "m";
      call = call.withMutations(headers -> headers.set(GrpcHeaderNames.GRPC_TIMEOUT, timeout));
    }
    boolean compressed = encoding.equals(CallHeaders.GZIP) && !message.isEmpty();
    return HttpRequest.of(call, Envelope.prefix(compressed, message.length()), message);
  }
}
