package io.darkroom.gateway.fanout;

import io.darkroom.frame.FrameTail;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.trace.DeliveryTrace;

/**
 * One frame on its way to watchers.
 *
 * @param message the bytes of a frame message, shared by all watchers; nobody changes them
 * @param tail the bytes that follow them, with what the gateway adds; shared like them
 * @param streamId of the frame
 * @param sequence of the frame in its stream
 * @param position the frame's identity
 * @param place in the topic that is watched
 * @param arrivedNanos when it came from Kafka, by {@link System#nanoTime}
 * @param timing how it comes to the watcher
 * @param trace its spans
 */
public record Delivery(
    byte[] message,
    byte[] tail,
    String streamId,
    long sequence,
    SourcePosition position,
    Place place,
    long arrivedNanos,
    Timing timing,
    DeliveryTrace trace) {

  /** Where a record is in its topic. */
  public record Place(int partition, long offset) {}

  /** How a frame comes to a watcher. */
  public enum Timing {
    /** As it came from Kafka. */
    LIVE,
    /** Afterwards: it was there when the watcher came. */
    INITIAL
  }

  /** One that comes as it came from Kafka. */
  public static Delivery live(
      byte[] message,
      String streamId,
      long sequence,
      SourcePosition position,
      Place place,
      long arrivedNanos,
      DeliveryTrace trace) {
    byte[] tail = FrameTail.of(position);
    return new Delivery(
        message, tail, streamId, sequence, position, place, arrivedNanos, Timing.LIVE, trace);
  }

  /** The same frame at another time. */
  Delivery as(Timing newTiming) {
    return new Delivery(
        message, tail, streamId, sequence, position, place, arrivedNanos, newTiming, trace);
  }

  /** How many bytes go to the watcher. */
  public int length() {
    return message.length + tail.length;
  }
}
