package io.darkroom.operator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Creates PNGs of one colour, which have few bytes for many pixels. */
final class LargePng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private LargePng() {}

  static byte[] black(int width, int height) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", pixels(width, height));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static byte[] pixels(int width, int height) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] row = new byte[1 + 3 * width];
    byte[] buffer = new byte[1 << 16];
    for (int y = 0; y < height; y++) {
      deflater.setInput(row);
      drain(deflater, buffer, packed);
    }
    deflater.finish();
    while (!deflater.finished()) {
      drain(deflater, buffer, packed);
    }
    deflater.end();
    return packed.toByteArray();
  }

  private static void drain(Deflater deflater, byte[] buffer, ByteArrayOutputStream packed) {
    int count = deflater.deflate(buffer);
    while (count > 0) {
      packed.write(buffer, 0, count);
      count = deflater.deflate(buffer);
    }
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
