package io.darkroom.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.kernel.Shape;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes and encodes images with OpenCV. Not thread-safe; keeps its buffers from image to image
 * until it is closed.
 */
public final class ImageCodec implements AutoCloseable {

  private static final int AS_STORED_IN_COLOUR = IMREAD_COLOR | IMREAD_IGNORE_ORIENTATION;

  /** Supplies the picture to decode into, once its shape is known. */
  public interface Target {
    Mat of(Shape shape);
  }

  private final Mat pixels = new Mat();
  private final ImageWriter writer = new ImageWriter();
  private BytePointer encoded = new BytePointer();

  static {
    OpenCv.load();
  }

  /**
   * Decodes into the codec's own Mat, which is valid until the next call.
   *
   * @see #decode(Encoding, int, int, ByteString, ImageLimits, Target)
   */
  public Mat decode(
      Encoding encoding, int width, int height, ByteString image, ImageLimits limits) {
    return decode(encoding, width, height, image, limits, this::ownPixels);
  }

  private Mat ownPixels(Shape shape) {
    pixels.create(shape.height(), shape.width(), CV_8UC(shape.channels()));
    return pixels;
  }

  /**
   * Decodes an image.
   *
   * <p>A JPEG or PNG always gives 3 channels in the order blue, green, red, even if it is gray. The
   * size is that of its header; an EXIF orientation is not applied. Of 16-bit values the upper 8
   * bits are kept, and transparency is dropped. No memory is allocated before the header is checked
   * against the limits. A JPEG whose pixel data is damaged still gives a picture, as far as libjpeg
   * can repair it.
   *
   * @param width of a raw image in px; ignored for JPEG and PNG
   * @param height of a raw image in px; ignored for JPEG and PNG
   * @param target supplies the picture to fill, with exactly the requested shape
   * @return that picture
   * @throws DarkroomException {@code IMAGE_TOO_LARGE}, or {@code INVALID_IMAGE} if the image is
   *     truncated, damaged or of another encoding
   */
  public Mat decode(
      Encoding encoding,
      int width,
      int height,
      ByteString image,
      ImageLimits limits,
      Target target) {
    Shape shape = shape(encoding, width, height, image, limits);
    return encoding.compressed()
        ? decodeCompressed(encoding, image, shape, target)
        : decodeRaw(image, shape, target);
  }

  /**
   * Returns the shape that an image decodes to, from its header alone.
   *
   * @throws DarkroomException {@code IMAGE_TOO_LARGE}, or {@code INVALID_IMAGE} if the image has
   *     another encoding or size than stated
   * @see #decode(Encoding, int, int, ByteString, ImageLimits, Target)
   */
  public static Shape shape(
      Encoding encoding, int width, int height, ByteString image, ImageLimits limits) {
    limits.requireBytes(image.size());
    if (!encoding.compressed()) {
      limits.requireSize(width, height);
      return rawShape(encoding, width, height, image);
    }
    ImageHeader header = ImageHeader.read(image).requireWithin(limits);
    if (header.encoding() != encoding) {
      throw invalid(header.encoding().text(), encoding.text(), "State the encoding that it has.");
    }
    return new Shape(header.width(), header.height(), 3);
  }

  /**
   * Encodes a picture after scaling it, by area averaging, to at least 1 x 1 px. PNG uses
   * compression level 1, which is fast.
   *
   * @param image 8 bits per channel; one channel, or three in the order blue, green, red
   */
  public ByteString encode(Mat image, Output output) {
    return writer.write(image, output);
  }

  private static Shape rawShape(Encoding encoding, int width, int height, ByteString image) {
    long expected = (long) width * height * encoding.bytesPerPixel();
    if (width < 1 || height < 1 || image.size() != expected) {
      throw invalid(
          "%d bytes of %s at %d x %d px".formatted(image.size(), encoding.text(), width, height),
          "at least 1 x 1 px, and all bytes of each pixel",
          "Check width and height.");
    }
    return new Shape(width, height, encoding.bytesPerPixel());
  }

  private static Mat decodeRaw(ByteString image, Shape shape, Target target) {
    Mat picture = target.of(shape);
    ByteBuffer destination = picture.createBuffer();
    image.copyTo(destination);
    return picture;
  }

  private Mat decodeCompressed(Encoding encoding, ByteString image, Shape shape, Target target) {
    WholeImage.require(encoding, toNative(image));
    Mat picture = target.of(shape);
    try (Mat bytes = new Mat(1, image.size(), CV_8UC1, encoded);
        Mat decoded = imdecode(bytes, AS_STORED_IN_COLOUR, picture)) {
      requirePicture(encoding, shape, decoded);
      return picture;
    } catch (DarkroomException e) {
      throw e;
    } catch (RuntimeException e) {
      throw MemoryFailure.is(e) ? MemoryFailure.coded("decoding", e) : damaged(encoding, shape);
    }
  }

  /** OpenCV reads only native memory; this is the only copy of the encoded bytes. */
  private ByteBuffer toNative(ByteString image) {
    if (encoded.capacity() < image.size()) {
      encoded.close();
      encoded = new BytePointer(Integer.highestOneBit(image.size()) * 2L);
    }
    ByteBuffer bytes = encoded.asByteBuffer();
    image.copyTo(bytes);
    return bytes.flip();
  }

  private static void requirePicture(Encoding encoding, Shape shape, Mat decoded) {
    if (decoded.empty()
        || decoded.cols() != shape.width()
        || decoded.rows() != shape.height()
        || decoded.type() != CV_8UC3) {
      throw damaged(encoding, shape);
    }
  }

  private static DarkroomException damaged(Encoding encoding, Shape shape) {
    String what =
        "a damaged %s of %d x %d px".formatted(encoding.text(), shape.width(), shape.height());
    return invalid(what, "one that can be decoded", "Check the program that wrote it.");
  }

  static DarkroomException invalid(String what, String expected, String fix) {
    return new DarkroomException(
        ErrorCode.INVALID_IMAGE, "image: %s (expected: %s). %s".formatted(what, expected, fix));
  }

  /** Releases the memory of its buffers; they are allocated again when needed. */
  public void trim() {
    pixels.release();
    encoded.close();
    encoded = new BytePointer();
    writer.trim();
  }

  @Override
  public void close() {
    pixels.close();
    encoded.close();
    writer.close();
  }
}
