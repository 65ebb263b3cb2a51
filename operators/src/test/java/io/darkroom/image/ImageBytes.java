package io.darkroom.image;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Builds images that no encoder would produce. */
final class ImageBytes {

  private static final ByteString PNG_SIGNATURE =
      ByteString.copyFrom(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});

  private ImageBytes() {}

  /** Returns EXIF data, as in a JPEG, with one tag: the orientation. */
  static ByteString exif(int orientation, boolean littleEndian) {
    ByteBuffer tiff =
        ByteBuffer.allocate(26).order(littleEndian ? LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.put((byte) (littleEndian ? 'I' : 'M')).put((byte) (littleEndian ? 'I' : 'M'));
    tiff.putShort((short) 42).putInt(8);
    tiff.putShort((short) 1).putShort((short) 0x112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0).flip();
    return ByteString.copyFromUtf8("Exif\0\0").concat(ByteString.copyFrom(tiff));
  }

  /** Returns the PNG with an eXIf chunk right after its header. */
  static ByteString withExifChunk(ByteString png, ByteString exif) {
    int header = PNG_SIGNATURE.size() + 25;
    return png.substring(0, header)
        .concat(chunk("eXIf", exif.substring(6)))
        .concat(png.substring(header));
  }

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
