package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.Orientation;
import io.darkroom.frame.Output;
import io.darkroom.kernel.Shape;

/**
 * Estimates the time and memory for decoding and encoding a picture. Measured at 4096 x 4096 px
 * with OpenCV's own JPEG and PNG libraries: decoding a progressive JPEG takes 3 to 6 bytes per
 * pixel in addition to the picture, an animated PNG 12, other PNGs nothing; a JPEG without an end
 * marker is decoded twice, and a picture that is turned upright is first decoded as it is stored,
 * each of which takes 3; encoding takes twice the bytes of its result.
 */
final class Coding {

  private static final double JPEG_DECODE_NANOS = 12;
  private static final double PNG_DECODE_NANOS = 15;
  private static final double JPEG_ENCODE_NANOS = 8;
  private static final double PNG_ENCODE_NANOS = 40;

  private static final long JPEG_BYTES = 9;
  private static final long TURNING_BYTES = 3;
  private static final long ANIMATED_PNG_BYTES = 26;
  private static final ByteString ANIMATION = ByteString.copyFromUtf8("acTL");
  private static final int MOST_SEARCHED = 1 << 16;

  private Coding() {}

  static double decodeNanos(Encoding encoding, Shape picture) {
    double each =
        switch (encoding) {
          case JPEG -> JPEG_DECODE_NANOS;
          case PNG -> PNG_DECODE_NANOS;
          case RAW_BGR8, RAW_GRAY8 -> 1;
        };
    return each * pixels(picture);
  }

  static double encodeNanos(Output output, Shape picture) {
    double each = output.encoding() == Encoding.PNG ? PNG_ENCODE_NANOS : JPEG_ENCODE_NANOS;
    double scaling = output.scale() < 1 ? 2 : 0;
    return (scaling + each * output.scale() * output.scale()) * pixels(picture);
  }

  /**
   * Returns the bytes in addition to the picture: those of the decoder and the copy of the encoded
   * image.
   */
  static long decodeBytes(Frame frame, Shape picture) {
    ByteString image = frame.image();
    long each =
        switch (frame.encoding()) {
          case JPEG -> JPEG_BYTES;
          case PNG -> animated(image) ? ANIMATED_PNG_BYTES : 0;
          case RAW_BGR8, RAW_GRAY8 -> 0;
        };
    long turning = isTurned(frame) ? TURNING_BYTES : 0;
    return 2L * image.size() + (each + turning) * (long) pixels(picture);
  }

  private static boolean isTurned(Frame frame) {
    return frame.encoding().compressed()
        && !frame.storedOrientation()
        && ImageHeader.read(frame.image()).orientation() != Orientation.AS_STORED;
  }

  /**
   * Looks for the chunk of an animation, which comes before the pixels, near the start of the image
   * only.
   */
  private static boolean animated(ByteString image) {
    ByteString head = image.substring(0, Math.min(image.size(), MOST_SEARCHED));
    for (int at = 0; at + 4 <= head.size(); at++) {
      if (head.byteAt(at) == 'a' && head.substring(at, at + 4).equals(ANIMATION)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the bytes of the scaled picture and of the encoded image, whose buffer grows by
   * doubling.
   */
  static long encodeBytes(Output output, Shape picture) {
    double scaled = picture.bytes() * output.scale() * output.scale();
    return Math.round(output.scale() < 1 ? 3 * scaled : 2 * scaled);
  }

  private static double pixels(Shape picture) {
    return (double) picture.width() * picture.height();
  }
}
