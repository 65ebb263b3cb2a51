package io.darkroom.gateway.correlation;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.telemetry.log.CorrelationId;
import io.darkroom.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives every call a correlation id, the caller's or a new one: in the answer, in the lines of the
 * call, and in the baggage that goes on with its frames. Thread-safe.
 */
public final class Correlated extends SimpleDecoratingHttpService {

  private static final Logger log = LoggerFactory.getLogger(Correlated.class);

  public Correlated(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    String id = idOf(req.headers());
    HttpRequest named = req.withHeaders(headersWith(req.headers(), id));
    ctx.updateRequest(named);
    ctx.mutateAdditionalResponseHeaders(answer -> answer.set(CorrelationId.HEADER, id));
    ctx.hook(() -> MDC.putCloseable(CorrelationId.FIELD, id));
    try (MDC.MDCCloseable now = MDC.putCloseable(CorrelationId.FIELD, id)) {
      return unwrap().serve(ctx, named);
    }
  }

  private static String idOf(RequestHeaders headers) {
    String asked = headers.get(CorrelationId.HEADER, "");
    if (asked.isEmpty()) {
      String carried = CorrelationId.in(headers.get(Topics.BAGGAGE, ""));
      return carried.isEmpty() ? CorrelationId.random() : carried;
    }
    if (CorrelationId.valid(asked)) {
      return asked;
    }
    String id = CorrelationId.random();
    log.info(
        "x-correlation-id: {} characters (expected: 1 to 128 of A-Z a-z 0-9 . _ : -). Replaced by"
            + " {}.",
        asked.length(),
        id);
    return id;
  }

  private static RequestHeaders headersWith(RequestHeaders headers, String id) {
    String baggage = CorrelationId.into(headers.get(Topics.BAGGAGE, ""), id);
    return headers.toBuilder().set(CorrelationId.HEADER, id).set(Topics.BAGGAGE, baggage).build();
  }
}
