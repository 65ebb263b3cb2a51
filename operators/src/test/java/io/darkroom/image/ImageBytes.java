package io.darkroom.image;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Builds images that no encoder would produce. */
final class ImageBytes {

  /** A tag that asks viewers to turn the picture by a quarter. */
  static final ByteString ORIENTATION_RIGHT_TOP =
      ByteString.copyFrom(
          new byte[] {
            'E',
            'x',
            'i',
            'f',
            0,
            0, // marks the segment as EXIF
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8, // big endian, directory at 8
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0, // one entry: orientation 6
            0,
            0,
            0,
            0 // no next directory
          });

  private static final ByteString PNG_SIGNATURE =
      ByteString.copyFrom(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});

  private ImageBytes() {}

  /** Returns the JPEG with an APP1 segment right after its first marker. */
  static ByteString withExif(ByteString jpeg, ByteString exif) {
    int length = exif.size() + 2;
    byte[] head = {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length};
    return jpeg.substring(0, 2)
        .concat(ByteString.copyFrom(head))
        .concat(exif)
        .concat(jpeg.substring(2));
  }

  /** Returns an 8-bit gray PNG of any chunks between its header and its end. */
  static ByteString png(int width, int height, ByteString... chunks) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 8).put(new byte[4]).flip();
    ByteString png = PNG_SIGNATURE.concat(chunk("IHDR", ByteString.copyFrom(header)));
    for (ByteString chunk : chunks) {
      png = png.concat(chunk);
    }
    return png.concat(chunk("IEND", ByteString.EMPTY));
  }

  /** Returns an IDAT chunk of this many zero bytes, compressed. */
  static ByteString pixels(int bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[bytes]);
    deflater.finish();
    byte[] compressed = new byte[bytes + 100];
    int length = deflater.deflate(compressed);
    deflater.end();
    return chunk("IDAT", ByteString.copyFrom(compressed, 0, length));
  }

  static ByteString chunk(String type, ByteString data) {
    ByteString content = ByteString.copyFrom(type, StandardCharsets.US_ASCII).concat(data);
    CRC32 crc = new CRC32();
    crc.update(content.toByteArray());
    return u32(data.size()).concat(content).concat(u32((int) crc.getValue()));
  }

  private static ByteString u32(int value) {
    return ByteString.copyFrom(ByteBuffer.allocate(4).putInt(value).flip());
  }
}
