package io.darkroom.gateway.fanout;

import io.darkroom.gateway.trace.DeliveryTrace;

/**
 * One frame on its way to subscribers.
 *
 * @param message the bytes of a frame message, shared by all subscribers; nobody changes them
 * @param streamId of the frame
 * @param sequence of the frame in its stream
 * @param arrivedNanos when it came from Kafka, by {@link System#nanoTime}
 * @param sourceMillis when the broker appended the frame as it came in, in ms since 1970
 * @param trace its spans
 */
public record Delivery(
    byte[] message,
    String streamId,
    long sequence,
    long arrivedNanos,
    long sourceMillis,
    DeliveryTrace trace) {

  /**
   * Whether it came after another one: not the same arrival, though their messages may have been
   * made apart, and none from before it. Those of one stream or pipeline come one after the other.
   */
  boolean after(Delivery other) {
    long later = arrivedNanos - other.arrivedNanos;
    return later > 0 || (later == 0 && sequence != other.sequence);
  }
}
