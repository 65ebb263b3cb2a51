package io.darkroom.gateway.telemetry.trace;

import com.google.rpc.Code;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.config.TelemetryConfig;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.telemetry.log.LineFields;
import io.darkroom.gateway.telemetry.trace.page.PageSpans;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.Slowest;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.Topics;
import io.darkroom.topic.TraceHeaders;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates a span for every API call; it becomes the parent of the spans that follow. Keeps failed
 * calls and the slowest of each handler. Thread-safe.
 */
public final class TracedCalls extends SimpleDecoratingHttpService {

  /** Header by which a caller requests a trace of the call. */
  public static final String ASK = "x-darkroom-trace";

  /** Header that returns the id of that trace. */
  public static final String TRACE_ID = "x-darkroom-trace-id";

  private final Tracing tracing;
  private final TelemetryConfig config;

  /** Bounded, because the number of handlers is. */
  private final Map<String, Slowest> slowest = new ConcurrentHashMap<>();

  public TracedCalls(HttpService delegate, Tracing tracing, TelemetryConfig config) {
    super(delegate);
    this.tracing = tracing;
    this.config = config;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    if (!tracing.enabled() || !isApi(ctx.path())) {
      return unwrap().serve(ctx, req);
    }
    TraceContext came = TraceHeaders.read(req.headers()::get);
    boolean asked = config.traceHeader() && req.headers().get(ASK, "").equals("1");
    Span span = begin(ctx, came, asked);
    SpanContext context = span.getSpanContext();
    HttpRequest traced = req.withHeaders(with(req.headers(), tracing.carried(context, came)));
    ctx.updateRequest(traced);
    if (asked) {
      ctx.mutateAdditionalResponseHeaders(answer -> answer.set(TRACE_ID, context.getTraceId()));
    }
    ctx.log().whenComplete().thenAccept(call -> end(span, call));
    LineFields fields =
        new LineFields(Map.of("trace_id", context.getTraceId(), "span_id", context.getSpanId()));
    fields.holdFor(ctx);
    try (SafeCloseable now = fields.open()) {
      return unwrap().serve(ctx, traced);
    }
  }

  /** Leaves out the page with its spans, health checks and scrapes. */
  private static boolean isApi(String path) {
    return path.startsWith("/v1/") && !path.equals(PageSpans.PATH)
        || path.startsWith("/darkroom.v1.");
  }

  private Span begin(ServiceRequestContext ctx, TraceContext came, boolean asked) {
    Context parent = tracing.context(came);
    SpanBuilder span =
        tracing
            .tracer()
            .spanBuilder(ctx.method().name())
            .setSpanKind(SpanKind.SERVER)
            .setParent(asked ? Tracing.wanted(parent, Decision.ASKED) : parent);
    CallAttributes.begin(span, ctx, config.clientAddress());
    TraceAttributes.add(span, Baggage.fromContext(parent));
    return span.startSpan();
  }

  private static RequestHeaders with(RequestHeaders headers, TraceContext next) {
    RequestHeadersBuilder traced = headers.toBuilder().set(Topics.TRACEPARENT, next.traceparent());
    traced.remove(Topics.TRACESTATE);
    if (!next.tracestate().isEmpty()) {
      traced.set(Topics.TRACESTATE, next.tracestate());
    }
    return traced.build();
  }

  private void end(Span span, RequestLog call) {
    CallOutcome outcome = CallOutcome.of(call);
    CallAttributes.end(span, call, outcome);
    String traceId = span.getSpanContext().getTraceId();
    if (outcome.failed() && outcome.code() != Code.CANCELLED) {
      tracing.keep(traceId, Decision.ERROR);
    } else if (slowest
        .computeIfAbsent(outcome.handler(), handler -> new Slowest())
        .add(call.totalDurationNanos())) {
      tracing.keep(traceId, Decision.SLOW);
    }
    span.end();
  }
}
