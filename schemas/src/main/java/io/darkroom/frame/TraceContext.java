package io.darkroom.frame;

/**
 * W3C trace context as it travels in frames and Kafka headers. Each part is empty where absent.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String traceparent, String tracestate, String baggage) {

  public static final TraceContext NONE = new TraceContext("", "", "");

  public boolean present() {
    return !traceparent.isEmpty() || !baggage.isEmpty();
  }
}
