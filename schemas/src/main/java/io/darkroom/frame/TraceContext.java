package io.darkroom.frame;

/**
 * W3C trace context as it travels in frames and Kafka headers. Each field is empty where absent.
 *
 * <p>A field that is too long, or holds anything but printable ASCII, is left out: it comes from
 * callers, is copied to every result, and must neither outgrow a record nor break a log line.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String traceparent, String tracestate, String baggage) {

  public static final int MAX_TRACEPARENT = 256;
  public static final int MAX_TRACESTATE = 512;

  /** What W3C asks every platform to carry. */
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
