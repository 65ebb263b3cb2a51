package io.darkroom.operator;

import io.darkroom.frame.Headers;
import io.darkroom.frame.TraceContext;

/**
 * A record on its way to one of the topics that the job writes; immutable.
 *
 * @param headers beside those of its content type and its trace
 */
public record LogRecord(String key, byte[] value, TraceContext trace, Headers headers) {

  /** What Kafka adds to a record at most: the header of its batch, lengths and header names. */
  private static final int OVERHEAD = 512;

  /** What Kafka adds to a header at most: two lengths. */
  private static final int HEADER_OVERHEAD = 10;

  private static final int LONGEST_CHARACTER = 3;

  /** Without headers. */
  public LogRecord(String key, byte[] value, TraceContext trace) {
    this(key, value, trace, Headers.NONE);
  }

  /** No fewer than the record takes in its topic. */
  public long bytes() {
    int texts =
        key.length()
            + trace.traceparent().length()
            + trace.tracestate().length()
            + trace.baggage().length();
    int ofHeaders = headers.bytes() + HEADER_OVERHEAD * headers.all().size();
    return (long) value.length + (long) LONGEST_CHARACTER * texts + ofHeaders + OVERHEAD;
  }
}
