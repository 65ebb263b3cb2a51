package io.darkroom.operator;

import io.darkroom.frame.Headers;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;

/**
 * A record of the topic {@code frames} or {@code requests} before its value is read; immutable.
 *
 * @param key the stream id; null if the record has no key
 * @param value must not be modified
 * @param contentType empty if the record does not state it
 * @param headers user headers, which are copied to the results
 */
public record FrameRecord(
    SourcePosition position,
    String key,
    byte[] value,
    String contentType,
    TraceContext trace,
    Headers headers) {

  private static final long NO_OFFSET = -1;
  private static final byte[] NOTHING = {};

  /** Creates a record without user headers. */
  public FrameRecord(
      SourcePosition position, String key, byte[] value, String contentType, TraceContext trace) {
    this(position, key, value, contentType, trace, Headers.NONE);
  }

  /** Creates a record that holds no frame: it says that the task reads a partition from now on. */
  public static FrameRecord assigned(int partition) {
    return new FrameRecord(
        new SourcePosition(partition, NO_OFFSET, 0), null, NOTHING, "", TraceContext.NONE);
  }

  boolean holdsFrame() {
    return position.offset() != NO_OFFSET;
  }
}
