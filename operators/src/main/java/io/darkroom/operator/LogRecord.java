package io.darkroom.operator;

import io.darkroom.frame.TraceContext;

/**
 * A record on its way to one of the topics that the job writes; immutable.
 *
 * @param requestId set where the record answers a request, else empty
 */
public record LogRecord(String key, byte[] value, TraceContext trace, String requestId) {}
