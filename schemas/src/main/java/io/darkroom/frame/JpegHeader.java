package io.darkroom.frame;

import java.nio.ByteBuffer;

/**
 * Reads the segments of a JPEG before its pixel data. Bytes between segments are skipped, as
 * libjpeg does. Format: ITU-T T.81 annex B.
 */
final class JpegHeader {

  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0};
  private static final int EXIF_PREFIX_BYTES = 6;
  private static final int SAMPLE_BITS = 8;
  private static final int FRAME_HEADER_BYTES = 9;

  private final ByteBuffer jpeg;
  private Orientation orientation;

  private JpegHeader(ByteBuffer jpeg) {
    this.jpeg = jpeg;
  }

  static ImageHeader read(ByteBuffer jpeg) {
    return new JpegHeader(jpeg).read();
  }

  private ImageHeader read() {
    int at = 2;
    while ((at = JpegMarker.next(jpeg, at)) >= 0 && at + 4 <= jpeg.limit()) {
      int marker = u8(at + 1);
      if (JpegMarker.startsFrame(marker)) {
        return frame(at, marker);
      }
      if (marker == JpegMarker.SOS || marker == JpegMarker.EOI) {
        throw ImageHeader.broken("JPEG without a frame header before its data");
      }
      if (marker == JpegMarker.APP1 && orientation == null) {
        orientation = exif(at + 4, Math.min(jpeg.limit(), at + 2 + u16(at + 2)));
      }
      at += JpegMarker.standsAlone(marker) ? 2 : 2 + u16(at + 2);
    }
    throw ImageHeader.broken("JPEG that ends in its header");
  }

  /** Returns null if the segment holds something else. */
  private Orientation exif(int from, int to) {
    if (to - from < EXIF_PREFIX_BYTES) {
      return null;
    }
    for (int i = 0; i < EXIF.length; i++) {
      if (jpeg.get(from + i) != EXIF[i]) {
        return null;
      }
    }
    int tiff = from + EXIF_PREFIX_BYTES;
    return Orientation.ofExif(jpeg.slice(tiff, to - tiff));
  }

  private ImageHeader frame(int at, int marker) {
    if (at + FRAME_HEADER_BYTES > jpeg.limit()) {
      throw ImageHeader.broken("JPEG that ends in its header");
    }
    if (JpegMarker.startsLossless(marker)) {
      throw ImageHeader.unsupported("lossless JPEG");
    }
    if (JpegMarker.startsHierarchical(marker)) {
      throw ImageHeader.unsupported("hierarchical JPEG");
    }
    if (u8(at + 4) != SAMPLE_BITS) {
      throw ImageHeader.unsupported("JPEG of %d bits per sample".formatted(u8(at + 4)));
    }
    return ImageHeader.sized(Encoding.JPEG, u16(at + 7), u16(at + 5), orientation);
  }

  private int u8(int at) {
    return jpeg.get(at) & 0xff;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }
}
