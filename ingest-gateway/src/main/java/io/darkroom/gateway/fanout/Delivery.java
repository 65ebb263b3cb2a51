package io.darkroom.gateway.fanout;

/**
 * One frame on its way to subscribers.
 *
 * @param message the bytes of a frame message, shared by all subscribers; nobody changes them
 * @param sequence of the frame in its stream
 * @param arrivedNanos when it came from Kafka, by {@link System#nanoTime}
 */
public record Delivery(byte[] message, long sequence, long arrivedNanos) {

  /** Whether both are the same arrival, though their messages may have been made apart. */
  boolean same(Delivery other) {
    return other != null && sequence == other.sequence && arrivedNanos == other.arrivedNanos;
  }
}
