package io.darkroom.gateway.telemetry.metrics;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.error.CallOutcome;
import io.netty.util.AttributeKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts streaming RPCs, WebSockets and uploads. Their caller decides how long they last, so they
 * are left out of the durations of unary calls. Thread-safe.
 */
public final class StreamingCalls {

  private static final AttributeKey<Boolean> STREAMING =
      AttributeKey.valueOf(StreamingCalls.class, "STREAMING");

  private final GatewayMetrics metrics;
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();

  StreamingCalls(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /** Counts a call under the pattern of its path. */
  public StreamingCall open(ServiceRequestContext context) {
    return open(context, CallOutcome.pathOf(context));
  }

  /** Counts a call until it ends for any reason. */
  StreamingCall open(ServiceRequestContext context, String handler) {
    context.setAttr(STREAMING, true);
    AtomicInteger openNow = open.computeIfAbsent(handler, this::observed);
    openNow.incrementAndGet();
    context
        .log()
        .whenComplete()
        .thenAccept(
            call -> {
              openNow.decrementAndGet();
              String code = CallOutcome.of(call).label();
              metrics.counter(CallSeries.STREAMING_CALLS_ENDED, handler, code).increment();
            });
    return new StreamingCall(
        context,
        metrics.counter(CallSeries.STREAMING_MESSAGES_RECEIVED, handler),
        metrics.counter(CallSeries.STREAMING_MESSAGES_SENT, handler));
  }

  private AtomicInteger observed(String handler) {
    AtomicInteger openNow = new AtomicInteger();
    metrics.observe(CallSeries.STREAMING_CALLS, openNow::get, handler);
    return openNow;
  }

  /** Whether a call is counted as a streaming call. */
  static boolean contains(RequestContext context) {
    return context.hasAttr(STREAMING);
  }
}
