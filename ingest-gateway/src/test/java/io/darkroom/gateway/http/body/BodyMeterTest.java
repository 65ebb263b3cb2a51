package io.darkroom.gateway.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The held bytes do not depend on how the network splits the data. */
class BodyMeterTest {

  /** A frame of a WebSocket. */
  record SocketFrame(boolean ends, boolean control, boolean masked, int payload) {

    void write(ByteBuf to) {
      to.writeByte((ends || control ? 0x80 : 0) | (control ? 9 : 2));
      int mask = masked ? 0x80 : 0;
      int length = control ? payload % 126 : payload;
      if (length < 126) {
        to.writeByte(mask | length);
      } else if (length < 1 << 16) {
        to.writeByte(mask | 126).writeShort(length);
      } else {
        to.writeByte(mask | 127).writeLong(length);
      }
      to.writeZero((masked ? 4 : 0) + length);
    }
  }

  @Provide
  Arbitrary<List<Integer>> payloads() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 300), Arbitraries.integers().between(65_000, 70_000))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<SocketFrame>> frames() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(0, 1, 125, 126, 65_535, 65_536))
        .as(SocketFrame::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Integer> cut() {
    return Arbitraries.integers().between(1, 5_000);
  }

  private static long readInParts(BodyMeter meter, ByteBuf all, int cut) {
    long held = 0;
    while (all.isReadable()) {
      held = meter.read(all.readSlice(Math.min(cut, all.readableBytes())));
    }
    return held;
  }

  @Property(tries = 200)
  void holdsOnlyTheBytesOfAnIncompleteEnvelope(
      @ForAll("payloads") List<Integer> payloads, @ForAll("cut") int cut) {
    ByteBuf all = Unpooled.buffer();
    payloads.forEach(length -> all.writeByte(0).writeInt(length).writeZero(length));
    Envelopes meter = new Envelopes();
    assertThat(readInParts(meter, all, cut)).isZero();
    assertThat(meter.whole()).isEqualTo(payloads.size());
    ByteBuf unfinished = Unpooled.buffer().writeByte(0).writeInt(5_001).writeZero(cut);
    assertThat(readInParts(meter, unfinished, cut)).isEqualTo(5 + cut);
  }

  @Property(tries = 200)
  void holdsTheFramesOfAnIncompleteSocketMessage(
      @ForAll("frames") List<SocketFrame> frames, @ForAll("cut") int cut) {
    ByteBuf all = Unpooled.buffer();
    long expected = 0;
    for (SocketFrame frame : frames) {
      int before = all.writerIndex();
      frame.write(all);
      if (!frame.control()) {
        long cost = SocketMessages.FRAME_COST + all.writerIndex() - before;
        expected = frame.ends() ? 0 : expected + cost;
      }
    }
    assertThat(readInParts(new SocketMessages(), all, cut)).isEqualTo(expected);
  }

  @Test
  void doesNotCountAnAnnouncedLength() {
    ByteBuf header = Unpooled.buffer().writeByte(0).writeInt(-1);
    assertThat(new Envelopes().read(header)).isEqualTo(5);
    ByteBuf frame = Unpooled.buffer().writeByte(0x82).writeByte(0xff).writeLong(Long.MAX_VALUE);
    assertThat(new SocketMessages().read(frame)).isEqualTo(SocketMessages.FRAME_COST + 10);
    ByteBuf negative = Unpooled.buffer().writeByte(0x82).writeByte(0xff).writeLong(-1);
    assertThat(new SocketMessages().read(negative)).isEqualTo(SocketMessages.FRAME_COST + 10);
  }
}
