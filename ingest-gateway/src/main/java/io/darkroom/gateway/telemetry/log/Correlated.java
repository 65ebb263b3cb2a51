package io.darkroom.gateway.telemetry.log;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.telemetry.log.CorrelationId;
import io.darkroom.telemetry.trace.Traceparent;
import io.darkroom.topic.Topics;
import io.netty.util.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every call a correlation id, the caller's or a new one. The id is in the response, in the
 * call's log lines, and in the baggage of its frames. Thread-safe.
 */
public final class Correlated extends SimpleDecoratingHttpService {

  private static final Logger log = LoggerFactory.getLogger(Correlated.class);
  private static final AttributeKey<Boolean> OF_CALLER =
      AttributeKey.valueOf("darkroom-correlation-of-caller");

  public Correlated(HttpService delegate) {
    super(delegate);
  }

  /** Whether the caller sent the id of a call. */
  public static boolean isOfCaller(ServiceRequestContext ctx) {
    return Boolean.TRUE.equals(ctx.attr(OF_CALLER));
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    String sent = sentId(req.headers());
    String id = sent.isEmpty() ? CorrelationId.random() : sent;
    ctx.setAttr(OF_CALLER, !sent.isEmpty());
    HttpRequest identified = req.withHeaders(headersWith(req.headers(), id));
    ctx.updateRequest(identified);
    ctx.mutateAdditionalResponseHeaders(answer -> answer.set(CorrelationId.HEADER, id));
    LineFields fields = fields(ctx, id);
    fields.holdFor(ctx);
    try (SafeCloseable open = fields.open()) {
      return unwrap().serve(ctx, identified);
    }
  }

  /** The caller's id; empty if it sent none or an invalid one. */
  private static String sentId(RequestHeaders headers) {
    String asked = headers.get(CorrelationId.HEADER, "");
    if (asked.isEmpty()) {
      return CorrelationId.in(headers.get(Topics.BAGGAGE, ""));
    }
    if (CorrelationId.valid(asked)) {
      return asked;
    }
    log.info(
        "x-correlation-id: {} characters (expected: 1 to 128 of A-Z a-z 0-9 . _ : -). Replaced.",
        asked.length());
    return "";
  }

  private static LineFields fields(ServiceRequestContext ctx, String id) {
    Map<String, String> fields = new HashMap<>(PathNames.of(ctx.path()));
    fields.put(CorrelationId.FIELD, id);
    Traceparent.parse(ctx.request().headers().get(Topics.TRACEPARENT, ""))
        .ifPresent(parent -> fields.put("trace_id", parent.traceId()));
    return new LineFields(fields);
  }

  private static RequestHeaders headersWith(RequestHeaders headers, String id) {
    String baggage = CorrelationId.into(headers.get(Topics.BAGGAGE, ""), id);
    return headers.toBuilder().set(CorrelationId.HEADER, id).set(Topics.BAGGAGE, baggage).build();
  }
}
