package io.darkroom.gateway.http.body;

import io.darkroom.fuzz.Hostile;
import io.netty.buffer.Unpooled;
import java.util.function.Supplier;

/** Bytes of envelopes and of WebSocket frames: how they are cut makes no difference. */
public final class BodyMeterFuzz {

  private static final int PIECE = 7;

  private BodyMeterFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    compare(Envelopes::new, input);
    compare(SocketMessages::new, input);
  }

  private static void compare(Supplier<BodyMeter> meters, byte[] input) {
    BodyMeter whole = meters.get();
    long held = whole.read(Unpooled.wrappedBuffer(input));
    Hostile.require(held >= 0, "a number of bytes");
    BodyMeter pieces = meters.get();
    long last = held;
    for (int at = 0; at < input.length; at += PIECE) {
      int length = Math.min(PIECE, input.length - at);
      last = pieces.read(Unpooled.wrappedBuffer(input, at, length));
    }
    Hostile.require(last == held && pieces.whole() == whole.whole(), "the same in pieces");
  }
}
