package io.darkroom.operator;

import io.darkroom.frame.Headers;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;

/**
 * A record of the topic {@code frames} as it came: immutable, its value read only where a chain
 * needs it.
 *
 * @param key the stream id; null where the record has no key
 * @param value never changed after the record is made
 * @param contentType empty where the record does not say
 * @param headers its user's, for what the frame becomes
 */
public record FrameRecord(
    SourcePosition position,
    String key,
    byte[] value,
    String contentType,
    TraceContext trace,
    Headers headers) {

  /** Without headers of its user. */
  public FrameRecord(
      SourcePosition position, String key, byte[] value, String contentType, TraceContext trace) {
    this(position, key, value, contentType, trace, Headers.NONE);
  }
}
