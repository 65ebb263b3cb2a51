package io.darkroom.operator;

import io.darkroom.frame.Headers;
import io.darkroom.frame.TraceContext;
import java.util.OptionalInt;

/**
 * A record for one of the topics that the job writes; immutable.
 *
 * @param partition empty for the one that the key belongs to
 * @param headers in addition to those of the content type and the trace
 */
public record LogRecord(
    String key, byte[] value, TraceContext trace, Headers headers, OptionalInt partition) {

  /** The most that Kafka adds to a record: the header of its batch, lengths and header names. */
  private static final int OVERHEAD = 512;

  /** The most that Kafka adds to a header: two lengths. */
  private static final int HEADER_OVERHEAD = 10;

  private static final int LONGEST_CHARACTER = 3;

  /** Creates a record for the partition of its key. */
  public LogRecord(String key, byte[] value, TraceContext trace, Headers headers) {
    this(key, value, trace, headers, OptionalInt.empty());
  }

  /** Creates a record without headers. */
  public LogRecord(String key, byte[] value, TraceContext trace) {
    this(key, value, trace, Headers.NONE);
  }

  /** Returns a copy for a partition. */
  LogRecord on(OptionalInt chosen) {
    return new LogRecord(key, value, trace, headers, chosen);
  }

  /** Returns an upper bound of the bytes that the record takes in its topic. */
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
