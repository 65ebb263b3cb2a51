package io.darkroom.gateway.sources.pull.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits pictures into RTP packets: RFC 6184 (H.264), RFC 7798 (H.265), RFC 9628 (VP9), RFC 2435
 * (JPEG).
 */
final class RtpPackets {

  private static final int MAX_PAYLOAD_BYTES = 1_400;
  private static final int CLOCK = 90_000;
  private static final int SOURCE_ID = 0x01020304;

  private final Footage footage;
  private int sequence;

  /**
   * @param first the number of the first packet
   */
  RtpPackets(Footage footage, int first) {
    this.footage = footage;
    this.sequence = first;
  }

  /** Returns the packets of the picture with the given number since the start. */
  List<byte[]> of(long number) {
    List<byte[]> units = footage.pictures().get((int) (number % footage.pictures().size()));
    List<byte[]> payloads = new ArrayList<>();
    for (byte[] unit : units) {
      switch (footage.codec()) {
        case H264 -> fragment(unit, 1, payloads);
        case H265 -> fragment(unit, 2, payloads);
        case VP9 -> vp9(unit, payloads);
        case MJPEG -> jpeg(unit, payloads);
      }
    }
    int timestamp = (int) (number * CLOCK / footage.fps());
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      packets.add(packet(timestamp, i == payloads.size() - 1, payloads.get(i)));
    }
    return packets;
  }

  private byte[] packet(int timestamp, boolean last, byte[] payload) {
    return ByteBuffer.allocate(12 + payload.length)
        .put((byte) 0x80)
        .put((byte) (footage.codec().payloadType() | (last ? 0x80 : 0)))
        .putShort((short) sequence++)
        .putInt(timestamp)
        .putInt(SOURCE_ID)
        .put(payload)
        .array();
  }

  private void fragment(byte[] unit, int headerBytes, List<byte[]> payloads) {
    if (unit.length <= MAX_PAYLOAD_BYTES) {
      payloads.add(unit);
      return;
    }
    for (int at = headerBytes; at < unit.length; at += MAX_PAYLOAD_BYTES) {
      int end = Math.min(unit.length, at + MAX_PAYLOAD_BYTES);
      int marks = (at == headerBytes ? 0x80 : 0) | (end == unit.length ? 0x40 : 0);
      byte[] header = headerBytes == 1 ? fuA(unit, marks) : fu(unit, marks);
      payloads.add(
          ByteBuffer.allocate(header.length + end - at)
              .put(header)
              .put(unit, at, end - at)
              .array());
    }
  }

  private static byte[] fuA(byte[] unit, int marks) {
    return new byte[] {(byte) (unit[0] & 0xe0 | 28), (byte) (marks | unit[0] & 0x1f)};
  }

  private static byte[] fu(byte[] unit, int marks) {
    int type = AnnexB.type(Codec.H265, unit);
    return new byte[] {(byte) (unit[0] & 0x81 | 49 << 1), unit[1], (byte) (marks | type)};
  }

  /** The descriptor marks the first and the last packet of a picture. */
  private static void vp9(byte[] unit, List<byte[]> payloads) {
    for (int at = 0; at < unit.length; at += MAX_PAYLOAD_BYTES) {
      int end = Math.min(unit.length, at + MAX_PAYLOAD_BYTES);
      int marks = (at == 0 ? 0x08 : 0) | (end == unit.length ? 0x04 : 0);
      payloads.add(
          ByteBuffer.allocate(1 + end - at).put((byte) marks).put(unit, at, end - at).array());
    }
  }

  /** The first packet contains the quantisation tables; Huffman tables are never sent. */
  private void jpeg(byte[] image, List<byte[]> payloads) {
    Jpeg jpeg = Jpeg.read(image);
    int tableBytes = jpeg.tables().length;
    for (int at = 0; at < jpeg.scan().length; at += MAX_PAYLOAD_BYTES) {
      int length = Math.min(MAX_PAYLOAD_BYTES, jpeg.scan().length - at);
      ByteBuffer payload = ByteBuffer.allocate(8 + (at == 0 ? 4 + tableBytes : 0) + length);
      payload.putInt(at).put((byte) 1).put((byte) 255);
      payload.put((byte) (footage.width() / 8)).put((byte) (footage.height() / 8));
      if (at == 0) {
        payload.putShort((short) 0).putShort((short) tableBytes).put(jpeg.tables());
      }
      payloads.add(payload.put(jpeg.scan(), at, length).array());
    }
  }

  /**
   * @param tables the two quantisation tables, 64 bytes each
   * @param scan the entropy-coded data, without markers
   */
  private record Jpeg(byte[] tables, byte[] scan) {

    static Jpeg read(byte[] image) {
      ByteBuffer tables = ByteBuffer.allocate(128);
      int at = 2;
      while ((image[at + 1] & 0xff) != 0xda) {
        int length = (image[at + 2] & 0xff) << 8 | image[at + 3] & 0xff;
        if ((image[at + 1] & 0xff) == 0xdb) {
          for (int table = at + 4; table < at + 2 + length; table += 65) {
            tables.put(image, table + 1, 64);
          }
        }
        at += 2 + length;
      }
      int scan = at + 2 + ((image[at + 2] & 0xff) << 8 | image[at + 3] & 0xff);
      // If a JPEG has only one table, it also serves as the second.
      byte[] both = tables.position() == 64 ? twice(tables.array()) : tables.array();
      return new Jpeg(both, Arrays.copyOfRange(image, scan, image.length - 2));
    }

    private static byte[] twice(byte[] tables) {
      System.arraycopy(tables, 0, tables, 64, 64);
      return tables;
    }
  }
}
