package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A call of one message, whether it came as a body or as a query.
 *
 * @param encoding of the message
 * @param accepted encodings of the answer
 */
record UnaryCall(
    RequestHeaders headers, Codec codec, String encoding, String accepted, HttpData message) {

  static UnaryCall posted(RequestHeaders headers, Codec codec, HttpData body) {
    return of(
        headers, codec, headers.get(HttpHeaderNames.CONTENT_ENCODING, CallHeaders.IDENTITY), body);
  }

  /**
   * A call by GET.
   *
   * @throws DarkroomException where the query breaks the protocol
   */
  static UnaryCall queried(RequestHeaders headers, Codec codec, QueryParams query) {
    String version = query.get("connect", "v1");
    if (!version.equals("v1")) {
      throw DarkroomException.invalid(
          "connect", "connect: \"%s\" (expected: v1). Correct it.".formatted(version));
    }
    return of(headers, codec, query.get("compression", CallHeaders.IDENTITY), message(query));
  }

  private static UnaryCall of(
      RequestHeaders headers, Codec codec, String encoding, HttpData message) {
    String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING, encoding);
    return new UnaryCall(headers, codec, encoding, accepted, message);
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
          "message", "message: not base64 (expected: URL-safe base64). Correct it.");
    }
  }

  /** The same call as a gRPC request. */
  HttpRequest toGrpc(ServiceRequestContext context) {
    RequestHeaders call = CallHeaders.toGrpc(context, headers, codec, encoding, accepted);
    if (!call.contains(GrpcHeaderNames.GRPC_TIMEOUT) && context.requestTimeoutMillis() > 0) {
      // Without one gRPC would wait for ever.
      String timeout = context.requestTimeoutMillis() + "m";
      call = call.withMutations(headers -> headers.set(GrpcHeaderNames.GRPC_TIMEOUT, timeout));
    }
    boolean compressed = encoding.equals(CallHeaders.GZIP) && !message.isEmpty();
    return HttpRequest.of(call, Envelope.prefix(compressed, message.length()), message);
  }
}
