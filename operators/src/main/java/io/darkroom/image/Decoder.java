package io.darkroom.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.NORM_INF;
import static org.bytedeco.opencv.global.opencv_core.norm;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes JPEGs and PNGs that are whole. Not thread-safe; keeps its buffers from image to image
 * until it is closed.
 */
final class Decoder implements AutoCloseable {

  private static final int AS_STORED_IN_COLOUR = IMREAD_COLOR | IMREAD_IGNORE_ORIENTATION;

  private static final Mat NO_MASK = new Mat();

  private final HuffmanScan scan = new HuffmanScan();
  private BytePointer encoded = new BytePointer();

  /**
   * @param header of the picture to get
   * @param first whether to take the first of several JPEGs; otherwise they are refused
   * @param target of the size of the header, 3 channels
   * @throws io.darkroom.error.DarkroomException {@code INVALID_IMAGE}
   */
  void decode(ImageHeader header, ByteString image, boolean first, Mat target) {
    ByteBuffer bytes = toNative(image);
    if (header.orientation() == Orientation.AS_STORED) {
      decodeStored(header, bytes, first, target);
      return;
    }
    ImageHeader stored = header.asStored();
    try (Mat picture = new Mat(stored.height(), stored.width(), CV_8UC3)) {
      decodeStored(stored, bytes, first, picture);
      Turning.turn(header.orientation(), picture, target);
    }
  }

  private void decodeStored(ImageHeader stored, ByteBuffer image, boolean first, Mat picture) {
    if (stored.encoding() == Encoding.PNG) {
      WholePng.require(image);
      read(stored, image.limit(), picture);
      return;
    }
    JpegEnd end = JpegEnd.of(image);
    if (end instanceof JpegEnd.Marked || (first && end instanceof JpegEnd.Followed)) {
      read(stored, image.limit(), picture);
    } else if (end instanceof JpegEnd.Open open) {
      decodeOpen(stored, open, image, picture);
    } else if (end instanceof JpegEnd.Followed) {
      throw ImageCodec.invalid(
          "several JPEGs one after the other", "one", "Send each of them by itself.");
    } else {
      throw ImageCodec.truncated("jpeg", image.limit(), "with its last rows missing");
    }
  }

  private void decodeOpen(ImageHeader stored, JpegEnd.Open end, ByteBuffer jpeg, Mat picture) {
    int last = scan.end(jpeg, end.at());
    if (last == HuffmanScan.MISSING) {
      throw ImageCodec.truncated("jpeg", jpeg.limit(), "with " + end.why());
    }
    if (last == HuffmanScan.UNKNOWN) {
      decodeTwice(stored, end, jpeg.limit(), picture);
    } else {
      read(stored, JpegTail.marked(encoded, last), picture);
    }
  }

  /**
   * Decodes a JPEG twice, with different bytes after its pixel data: they make no difference if all
   * rows are there. For kinds whose blocks cannot be counted.
   */
  private void decodeTwice(ImageHeader stored, JpegEnd.Open end, int size, Mat picture) {
    read(stored, JpegTail.marked(encoded, end.at()), picture);
    try (Mat other = new Mat(stored.height(), stored.width(), CV_8UC3)) {
      read(stored, JpegTail.filled(encoded, end), other);
      if (norm(picture, other, NORM_INF, NO_MASK) != 0) {
        throw ImageCodec.truncated("jpeg", size, "with " + end.why());
      }
    }
  }

  private void read(ImageHeader stored, int length, Mat picture) {
    long address = picture.data().address();
    try (Mat bytes = new Mat(1, length, CV_8UC1, encoded);
        Mat decoded = imdecode(bytes, AS_STORED_IN_COLOUR, picture)) {
      if (decoded.empty() || decoded.data().address() != address) {
        throw ImageCodec.damaged(stored);
      }
    }
  }

  /** OpenCV reads only native memory; this is the only copy of the encoded bytes. */
  private ByteBuffer toNative(ByteString image) {
    long needed = image.size() + (long) JpegTail.MOST_BYTES;
    if (encoded.capacity() < needed) {
      encoded.close();
      encoded = new BytePointer(Long.highestOneBit(needed) * 2);
    }
    ByteBuffer bytes = encoded.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    image.copyTo(bytes);
    return bytes.flip();
  }

  void trim() {
    encoded.close();
    encoded = new BytePointer();
  }

  @Override
  public void close() {
    encoded.close();
  }
}
