package io.darkroom.gateway.http.body;

import io.netty.buffer.ByteBuf;

/**
 * Meters the messages of a WebSocket, of one or more frames each. Every frame counts with its
 * overhead, so that a message of endless empty frames is bounded too.
 */
final class SocketMessages implements BodyMeter {

  /** The approximate size of the objects for a frame and its buffer. */
  static final int FRAME_COST = 128;

  private static final int CONTROL = 0x08;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  private enum Part {
    FLAGS,
    LENGTH,
    LONG_LENGTH,
    PAYLOAD
  }

  private long whole;
  private Part part = Part.FLAGS;
  private boolean endsMessage;
  private boolean control;
  private int maskBytes;
  private int lengthBytesLeft;
  private long length;
  private long payloadLeft;

  /** The bytes of the earlier frames of this message. */
  private long before;

  /** The bytes of this frame. */
  private long frame;

  @Override
  public long read(ByteBuf data) {
    int at = data.readerIndex();
    int end = data.writerIndex();
    while (at < end) {
      if (part == Part.PAYLOAD) {
        long skipped = Math.min(payloadLeft, end - at);
        at += (int) skipped;
        payloadLeft -= skipped;
        frame += skipped;
      } else {
        header(data.getByte(at++) & 0xff);
        frame++;
      }
      if (part == Part.PAYLOAD && payloadLeft == 0) {
        endFrame();
      }
    }
    return before + frame;
  }

  @Override
  public long whole() {
    return whole;
  }

  private void header(int next) {
    switch (part) {
      case FLAGS -> {
        control = (next & CONTROL) != 0;
        endsMessage = (next & FINAL) != 0;
        frame = FRAME_COST;
        part = Part.LENGTH;
      }
      case LENGTH -> {
        maskBytes = (next & MASKED) == 0 ? 0 : 4;
        length = next & 0x7f;
        lengthBytesLeft = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (lengthBytesLeft == 0) {
          beginPayload();
        } else {
          length = 0;
          part = Part.LONG_LENGTH;
        }
      }
      case LONG_LENGTH -> {
        length = length << 8 | next;
        lengthBytesLeft--;
        if (lengthBytesLeft == 0) {
          beginPayload();
        }
      }
      case PAYLOAD -> throw new IllegalStateException("no header");
    }
  }

  /** The decoder closes the socket if the length is negative. */
  private void beginPayload() {
    payloadLeft = Math.max(0, length) + maskBytes;
    part = Part.PAYLOAD;
  }

  /** A control frame can come in the middle of a message but is not part of it. */
  private void endFrame() {
    if (!control) {
      before = endsMessage ? 0 : before + frame;
    }
    if (before == 0) {
      whole++;
    }
    frame = 0;
    part = Part.FLAGS;
  }
}
