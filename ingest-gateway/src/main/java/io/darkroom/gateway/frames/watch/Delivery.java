package io.darkroom.gateway.frames.watch;

import io.darkroom.frame.FrameTail;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;

/**
 * One frame on its way to watchers.
 *
 * @param message the bytes of a frame message, shared by all watchers; nobody changes them
 * @param tail the bytes that follow them, with what the gateway adds; shared like them
 * @param streamId of the frame
 * @param sequence of the frame in its stream
 * @param position the frame's identity
 * @param place in the topic that is watched
 * @param resumeToken goes on after the frame
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
    String resumeToken,
    long arrivedNanos,
    Timing timing,
    DeliveryTrace trace) {

  /** Where a record is in its topic. */
  public record Place(int partition, long offset) {}

  /** How a frame comes to a watcher. */
  public enum Timing {
    /** As it came from Kafka. */
    LIVE,
    /** From the log, after those that the watcher had. */
    REPLAYED,
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
      String resumeToken,
      long arrivedNanos,
      DeliveryTrace trace) {
    byte[] tail = FrameTail.of(position, resumeToken);
    return new Delivery(
        message,
        tail,
        streamId,
        sequence,
        position,
        place,
        resumeToken,
        arrivedNanos,
        Timing.LIVE,
        trace);
  }

  public Delivery replayed() {
    return as(Timing.REPLAYED);
  }

  Delivery initial() {
    return as(Timing.INITIAL);
  }

  private Delivery as(Timing newTiming) {
    return new Delivery(
        message,
        tail,
        streamId,
        sequence,
        position,
        place,
        resumeToken,
        arrivedNanos,
        newTiming,
        trace);
  }

  /** How many bytes go to the watcher. */
  public int length() {
    return message.length + tail.length;
  }
}
