package io.darkroom.gateway.http.body;

import io.netty.buffer.ByteBuf;

/** Meters messages that begin with one byte of flags and four bytes of length, as in gRPC. */
final class Envelopes implements BodyMeter {

  private static final int HEADER_BYTES = 5;

  private long whole;
  private int headerRead;
  private long length;
  private long payloadLeft;

  @Override
  public long read(ByteBuf data) {
    int at = data.readerIndex();
    int end = data.writerIndex();
    while (at < end) {
      if (headerRead < HEADER_BYTES) {
        header(data.getByte(at++));
      } else {
        long skipped = Math.min(payloadLeft, end - at);
        at += (int) skipped;
        payloadLeft -= skipped;
      }
      if (headerRead == HEADER_BYTES && payloadLeft == 0) {
        headerRead = 0;
        length = 0;
        whole++;
      }
    }
    return headerRead == 0 ? 0 : headerRead + length - payloadLeft;
  }

  @Override
  public long whole() {
    return whole;
  }

  private void header(byte next) {
    if (headerRead > 0) {
      length = length << 8 | (next & 0xff);
    }
    headerRead++;
    payloadLeft = headerRead == HEADER_BYTES ? length : 0;
  }
}
