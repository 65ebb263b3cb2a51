package io.darkroom.gateway.error;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import io.grpc.Status;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * An error in the form of the Connect protocol.
 *
 * @param message may be empty
 */
public record ConnectError(Status.Code code, String message, List<Any> details) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

  public static ConnectError of(Fault fault) {
    com.google.rpc.Status status = ErrorDetails.of(fault);
    return new ConnectError(
        Status.fromCodeValue(status.getCode()).getCode(),
        status.getMessage(),
        status.getDetailsList());
  }

  /** Converts the trailers of a failed gRPC call. */
  public static ConnectError ofTrailers(HttpHeaders trailers) {
    String details = trailers.get(GrpcHeaderNames.GRPC_STATUS_DETAILS_BIN);
    int code = trailers.getInt(GrpcHeaderNames.GRPC_STATUS, Status.Code.UNKNOWN.value());
    String message = GrpcErrors.decoded(trailers.get(GrpcHeaderNames.GRPC_MESSAGE, ""));
    return new ConnectError(
        Status.fromCodeValue(code).getCode(),
        message,
        details == null ? List.of() : parse(details).getDetailsList());
  }

  /** Leaves out details that cannot be read: code and message matter more. */
  private static com.google.rpc.Status parse(String details) {
    try {
      return com.google.rpc.Status.parseFrom(Base64.getDecoder().decode(details));
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      return com.google.rpc.Status.getDefaultInstance();
    }
  }

  /** {@code {"code","message","details":[{"type","value"}]}}, with values in base64. */
  public ObjectNode toJson() {
    ObjectNode error = JSON.createObjectNode().put("code", name());
    if (!message.isEmpty()) {
      error.put("message", message);
    }
    if (!details.isEmpty()) {
      ArrayNode array = error.putArray("details");
      for (Any detail : details) {
        array
            .addObject()
            .put("type", detail.getTypeUrl().replaceFirst("^.*/", ""))
            .put("value", BASE64.encodeToString(detail.getValue().toByteArray()));
      }
    }
    return error;
  }

  /** The response to a unary call, with the HTTP status of the code. */
  public AggregatedHttpResponse toResponse() {
    return toResponse(HttpHeaders.of());
  }

  public AggregatedHttpResponse toResponse(HttpHeaders metadata) {
    return toResponse(httpStatus(), metadata);
  }

  public AggregatedHttpResponse toResponse(int status, HttpHeaders metadata) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(status).add(metadata).contentType(MediaType.JSON);
    details.stream()
        .filter(detail -> detail.is(RetryInfo.class))
        .forEach(d -> addDelay(headers, d));
    return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(toJson().toString()));
  }

  /** Adds {@code Retry-After}, which proxies and plain HTTP clients know. */
  private static void addDelay(ResponseHeadersBuilder headers, Any retry) {
    try {
      long seconds = retry.unpack(RetryInfo.class).getRetryDelay().getSeconds();
      headers.setLong(HttpHeaderNames.RETRY_AFTER, seconds);
    } catch (InvalidProtocolBufferException e) {
      // The detail itself is still sent.
    }
  }

  private String name() {
    return code == Status.Code.CANCELLED ? "canceled" : code.name().toLowerCase(Locale.ROOT);
  }

  private int httpStatus() {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }
}
