package io.darkroom.operator;

import io.darkroom.frame.TraceContext;

/** A record on its way to one of the topics that the job writes; immutable. */
public record LogRecord(String key, byte[] value, TraceContext trace) {

  /** What Kafka adds to a record at most: the header of its batch, lengths and header names. */
  private static final int OVERHEAD = 512;

  private static final int LONGEST_CHARACTER = 3;

  /** No fewer than the record takes in its topic. */
  public long bytes() {
    int texts =
        key.length()
            + trace.traceparent().length()
            + trace.tracestate().length()
            + trace.baggage().length();
    return (long) value.length + (long) LONGEST_CHARACTER * texts + OVERHEAD;
  }
}
