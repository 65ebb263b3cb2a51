package io.darkroom.gateway.telemetry.trace;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.config.TelemetryConfig.ClientAddress;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.telemetry.log.PathNames;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;

/**
 * Attributes of a call's span, by the semantic conventions for HTTP and RPC. Leaves out the query,
 * which may hold secrets.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">HTTP spans</a>
 */
final class CallAttributes {

  private static final AttributeKey<String> METHOD = stringKey("http.request.method");
  private static final AttributeKey<Long> REQUEST_SIZE = longKey("http.request.body.size");
  private static final AttributeKey<String> ROUTE = stringKey("http.route");
  private static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
  private static final AttributeKey<Long> RESPONSE_SIZE = longKey("http.response.body.size");
  private static final AttributeKey<String> PATH = stringKey("url.path");
  private static final AttributeKey<String> SCHEME = stringKey("url.scheme");
  private static final AttributeKey<String> PROTOCOL_VERSION =
      stringKey("network.protocol.version");
  private static final AttributeKey<String> USER_AGENT = stringKey("user_agent.original");
  private static final AttributeKey<String> CLIENT_ADDRESS = stringKey("client.address");
  private static final AttributeKey<String> RPC_SYSTEM = stringKey("rpc.system");
  private static final AttributeKey<String> RPC_SERVICE = stringKey("rpc.service");
  private static final AttributeKey<String> RPC_METHOD = stringKey("rpc.method");
  private static final AttributeKey<Long> RPC_STATUS = longKey("rpc.grpc.status_code");

  private CallAttributes() {}

  static void begin(SpanBuilder span, ServiceRequestContext ctx, ClientAddress shown) {
    span.setAttribute(METHOD, ctx.method().name())
        .setAttribute(PATH, ctx.path())
        .setAttribute(SCHEME, ctx.sessionProtocol().isTls() ? "https" : "http")
        .setAttribute(PROTOCOL_VERSION, ctx.sessionProtocol().isMultiplex() ? "2" : "1.1");
    String agent = ctx.request().headers().get(HttpHeaderNames.USER_AGENT, "");
    if (!agent.isEmpty()) {
      span.setAttribute(USER_AGENT, agent);
    }
    String address = shown(ctx.clientAddress(), shown);
    if (!address.isEmpty()) {
      span.setAttribute(CLIENT_ADDRESS, address);
    }
    Map<String, String> names = PathNames.of(ctx.path());
    if (names.containsKey("stream")) {
      span.setAttribute(TraceAttributes.STREAM, names.get("stream"));
    }
    if (names.containsKey("pipeline")) {
      span.setAttribute(TraceAttributes.PIPELINE, names.get("pipeline"));
    }
  }

  /** The client's address: empty if hidden; truncated to 24 bits (IPv4) or 48 bits (IPv6). */
  static String shown(InetAddress address, ClientAddress shown) {
    return switch (shown) {
      case OFF -> "";
      case FULL -> address.getHostAddress();
      case TRUNCATED -> truncated(address.getAddress());
    };
  }

  private static String truncated(byte[] address) {
    int kept = address.length == 4 ? 3 : 6;
    byte[] network = Arrays.copyOf(Arrays.copyOf(address, kept), address.length);
    try {
      return InetAddress.getByAddress(network).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the length of an address cannot be wrong", e);
    }
  }

  static void end(Span span, RequestLog call, CallOutcome outcome) {
    int status = call.responseHeaders().status().code();
    span.setAttribute(STATUS, status)
        .setAttribute(REQUEST_SIZE, call.requestLength())
        .setAttribute(RESPONSE_SIZE, call.responseLength());
    if (outcome.rpc()) {
      span.updateName(outcome.handler())
          .setAttribute(RPC_SYSTEM, "grpc")
          .setAttribute(RPC_SERVICE, call.serviceName())
          .setAttribute(RPC_METHOD, call.name())
          .setAttribute(RPC_STATUS, outcome.code().getNumber());
    } else {
      span.updateName(call.context().method() + " " + outcome.handler())
          .setAttribute(ROUTE, outcome.handler());
    }
    if (outcome.failed()) {
      span.setAttribute(TraceAttributes.ERROR_TYPE, outcome.code().name());
    }
    if (oursToMend(outcome)) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** A fault of the caller is not an error of the server's span. */
  private static boolean oursToMend(CallOutcome outcome) {
    return switch (outcome.code()) {
      case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
      default -> false;
    };
  }
}
