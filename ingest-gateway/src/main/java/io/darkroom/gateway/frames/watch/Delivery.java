package io.darkroom.gateway.frames.watch;

import io.darkroom.frame.FrameTail;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.telemetry.trace.DeliveryTrace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * A frame for watchers.
 *
 * @param message bytes of the frame message, shared by all watchers; never modified
 * @param tail bytes that follow the message, with the fields that the gateway adds; shared as well
 * @param streamId of the frame
 * @param sequence of the frame in its stream
 * @param position the frame's identity
 * @param place position in the watched topic
 * @param resumeToken resumes after the frame
 * @param arrivedNanos when it arrived from Kafka, by {@link System#nanoTime}
 * @param timing whether it is live, replayed or initial
 * @param trace its spans
 * @param renditions the frame at other widths, shared by all watchers
 * @param pooled message and tail in one pooled buffer that several watchers share; null if each
 *     wraps the arrays
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
    DeliveryTrace trace,
    Renditions renditions,
    ByteBuf pooled) {

  /** Position of a record in its topic. */
  public record Place(int partition, long offset) {}

  /** When a frame reaches a watcher. */
  public enum Timing {
    /** As soon as it arrives from Kafka. */
    LIVE,
    /** From the log, to a watcher that resumes. */
    REPLAYED,
    /** It was the newest frame when the watch began. */
    INITIAL
  }

  /** A live delivery. */
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
        trace,
        new Renditions(),
        null);
  }

  /** A copy whose bytes are in a pooled buffer. The caller releases it. */
  Delivery inPooledBuffer() {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(length());
    buffer.writeBytes(message).writeBytes(tail);
    return with(message, timing, buffer);
  }

  /** Keeps the pooled buffer, if any, for another watcher, who releases it. */
  Delivery retained() {
    if (pooled != null) {
      pooled.retain();
    }
    return this;
  }

  void release() {
    if (pooled != null) {
      pooled.release();
    }
  }

  /** The bytes to send. The transport releases them. */
  public ByteBuf bytes() {
    return pooled == null ? Unpooled.wrappedBuffer(message, tail) : pooled.retainedDuplicate();
  }

  public Delivery replayed() {
    return with(message, Timing.REPLAYED, null);
  }

  Delivery initial() {
    return with(message, Timing.INITIAL, null);
  }

  /** A copy that does not use the pooled buffer. */
  Delivery unpooled() {
    return with(message, timing, null);
  }

  /** This frame, with another message if it is not the same array. */
  Delivery carrying(byte[] other) {
    return other == message ? this : with(other, timing, null);
  }

  private Delivery with(byte[] newMessage, Timing newTiming, ByteBuf newPooled) {
    return new Delivery(
        newMessage,
        tail,
        streamId,
        sequence,
        position,
        place,
        resumeToken,
        arrivedNanos,
        newTiming,
        trace,
        renditions,
        newPooled);
  }

  /** Bytes that are sent to the watcher. */
  public int length() {
    return message.length + tail.length;
  }
}
