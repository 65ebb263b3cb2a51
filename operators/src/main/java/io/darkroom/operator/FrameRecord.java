package io.darkroom.operator;

import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;

/**
 * A record of the topic {@code frames} as it came: immutable, its value read only where a chain
 * needs it.
 *
 * @param key the stream id; null where the record has no key
 * @param value never changed after the record is made
 * @param contentType of a bare image; empty where the record does not say
 */
public record FrameRecord(
    SourcePosition position, String key, byte[] value, String contentType, TraceContext trace) {}
