package io.darkroom.frame;

/**
 * The W3C trace context in frames and Kafka headers. A missing field is empty.
 *
 * <p>A field that is too long or contains anything but printable ASCII is dropped. The fields come
 * from callers and are copied to every result, so they must fit into a record and into a log line.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String traceparent, String tracestate, String baggage) {

  public static final int MAX_TRACEPARENT = 256;
  public static final int MAX_TRACESTATE = 512;

  /** The minimum that W3C requires every platform to propagate. */
  public static final int MAX_BAGGAGE = 8192;

  public static final TraceContext NONE = new TraceContext("", "", "");

  public TraceContext {
    traceparent = usable(traceparent, MAX_TRACEPARENT);
    tracestate = usable(tracestate, MAX_TRACESTATE);
    baggage = usable(baggage, MAX_BAGGAGE);
  }

  private static String usable(String field, int longest) {
    return field.length() <= longest && field.chars().allMatch(TraceContext::printable)
        ? field
        : "";
  }

  private static boolean printable(int c) {
    return c >= ' ' && c <= '~';
  }

  public boolean present() {
    return !traceparent.isEmpty() || !baggage.isEmpty();
  }
}
