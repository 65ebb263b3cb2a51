package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.List;
import java.util.regex.Pattern;

/** Translates the request headers of Connect to those of gRPC. */
final class CallHeaders {

  static final String IDENTITY = "identity";
  static final String GZIP = "gzip";

  private static final String VERSION = "connect-protocol-version";
  private static final String TIMEOUT = "connect-timeout-ms";
  private static final Pattern MILLIS = Pattern.compile("\\d{1,10}");
  private static final long LONGEST_IN_MILLIS = 99_999_999;
  private static final List<CharSequence> REPLACED =
      List.of(
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.CONTENT_ENCODING,
          HttpHeaderNames.ACCEPT_ENCODING,
          "connect-content-encoding",
          "connect-accept-encoding",
          VERSION,
          TIMEOUT,
          GrpcHeaderNames.GRPC_ENCODING,
          GrpcHeaderNames.GRPC_ACCEPT_ENCODING,
          GrpcHeaderNames.GRPC_TIMEOUT);

  private CallHeaders() {}

  /**
   * The headers of the gRPC call.
   *
   * @param encoding the compression of the request messages
   * @param accepted the compressions that the caller accepts
   * @throws DarkroomException if the headers break the protocol
   */
  static RequestHeaders toGrpc(
      ServiceRequestContext context,
      RequestHeaders headers,
      MessageFormat format,
      String encoding,
      String accepted) {
    requireVersion(headers.get(VERSION, "1"));
    requireKnown(encoding);
    RequestHeadersBuilder call = headers.toBuilder();
    REPLACED.forEach(call::remove);
    call.method(HttpMethod.POST).path(context.path()).contentType(format.grpcType());
    call.set(HttpHeaderNames.TE, "trailers");
    if (encoding.equals(GZIP)) {
      call.set(GrpcHeaderNames.GRPC_ENCODING, GZIP);
    }
    if (acceptsGzip(accepted)) {
      call.set(GrpcHeaderNames.GRPC_ACCEPT_ENCODING, GZIP);
    }
    String timeout = headers.get(TIMEOUT);
    if (timeout != null) {
      call.set(GrpcHeaderNames.GRPC_TIMEOUT, grpcTimeout(timeout));
    }
    return call.build();
  }

  private static void requireVersion(String version) {
    if (!version.equals("1")) {
      throw DarkroomException.invalid(
          VERSION, "%s: \"%s\" (expected: 1). Correct it.".formatted(VERSION, version));
    }
  }

  private static void requireKnown(String encoding) {
    if (!encoding.equals(IDENTITY) && !encoding.equals(GZIP)) {
      throw new DarkroomException(
          ErrorCode.UNIMPLEMENTED,
          "compression: \"%s\" (expected: gzip or identity). Use one of them.".formatted(encoding));
    }
  }

  private static boolean acceptsGzip(String accepted) {
    return List.of(accepted.split("[,; ]+")).contains(GZIP);
  }

  /** At most 8 digits and a unit. 0 would mean no timeout, so it becomes 1 ns. */
  private static String grpcTimeout(String text) {
    if (!MILLIS.matcher(text).matches()) {
      throw DarkroomException.invalid(
          TIMEOUT,
          "%s: \"%s\" (expected: whole milliseconds, at most 10 digits). Correct it."
              .formatted(TIMEOUT, text));
    }
    long millis = Long.parseLong(text);
    if (millis == 0) {
      return "1n";
    }
    return millis <= LONGEST_IN_MILLIS ? millis + "m" : millis / 1000 + "S";
  }
}
