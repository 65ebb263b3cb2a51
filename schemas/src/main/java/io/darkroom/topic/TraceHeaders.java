package io.darkroom.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.frame.TraceContext;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Reads and writes the W3C trace context as headers, of HTTP requests and of Kafka records alike.
 */
public final class TraceHeaders {

  private TraceHeaders() {}

  /**
   * Reads the trace context from headers.
   *
   * @param header returns the value of a header, or null if it is absent
   */
  public static TraceContext read(Function<String, String> header) {
    return new TraceContext(
        textOf(header.apply(Topics.TRACEPARENT)),
        textOf(header.apply(Topics.TRACESTATE)),
        textOf(header.apply(Topics.BAGGAGE)));
  }

  private static String textOf(String value) {
    return value == null ? "" : value;
  }

  /**
   * The same for headers in UTF-8. Does not decode a value that is longer than the field may be.
   */
  public static TraceContext readBytes(Function<String, byte[]> header) {
    byte[] traceparent = header.apply(Topics.TRACEPARENT);
    byte[] baggage = header.apply(Topics.BAGGAGE);
    if (traceparent == null && baggage == null) {
      return TraceContext.NONE;
    }
    return new TraceContext(
        textOf(traceparent, TraceContext.MAX_TRACEPARENT),
        textOf(header.apply(Topics.TRACESTATE), TraceContext.MAX_TRACESTATE),
        textOf(baggage, TraceContext.MAX_BAGGAGE));
  }

  private static String textOf(byte[] value, int maxBytes) {
    return value == null || value.length > maxBytes ? "" : new String(value, UTF_8);
  }

  /** Calls {@code header} with name and value of each field that is not empty. */
  public static void write(TraceContext trace, BiConsumer<String, byte[]> header) {
    write(Topics.TRACEPARENT, trace.traceparent(), header);
    write(Topics.TRACESTATE, trace.tracestate(), header);
    write(Topics.BAGGAGE, trace.baggage(), header);
  }

  private static void write(String name, String value, BiConsumer<String, byte[]> header) {
    if (!value.isEmpty()) {
      header.accept(name, value.getBytes(UTF_8));
    }
  }
}
