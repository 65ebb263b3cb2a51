package io.darkroom.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.kernel.Shape;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes and encodes images with OpenCV. Not thread-safe; keeps its buffers from image to image
 * until it is closed.
 */
public final class ImageCodec implements AutoCloseable {

  /** Supplies the picture to decode into, once its shape is known. */
  public interface Target {
    Mat of(Shape shape);
  }

  private final Mat pixels = new Mat();
  private final ImageWriter writer = new ImageWriter();
  private final Decoder decoder = new Decoder();

  static {
    OpenCv.load();
  }

  /**
   * Decodes into the codec's own Mat, which is valid until the next call.
   *
   * @see #decode(Frame, ImageLimits, Target)
   */
  public Mat decode(
      Encoding encoding, int width, int height, ByteString image, ImageLimits limits) {
    return decode(encoding, width, height, image, limits, this::ownPixels);
  }

  private Mat ownPixels(Shape shape) {
    pixels.create(shape.height(), shape.width(), CV_8UC(shape.channels()));
    return pixels;
  }

  /** Decodes an image that is no frame of a stream; turned upright. */
  public Mat decode(
      Encoding encoding,
      int width,
      int height,
      ByteString image,
      ImageLimits limits,
      Target target) {
    return decode(
        Frame.captured("", 0, 0, Instant.EPOCH, encoding, image).withSize(width, height),
        limits,
        target);
  }

  /**
   * Decodes the image of a frame.
   *
   * <p>A JPEG or PNG always gives 3 channels in the order blue, green, red, even if it is gray. It
   * is turned upright as its EXIF orientation says, unless the frame keeps the stored orientation.
   * Of 16-bit values the upper 8 bits are kept, and transparency is dropped. No memory is allocated
   * before the header is checked against the limits. A JPEG without an end marker is accepted if
   * all its rows are there; one that is not baseline is decoded twice to find out. Several JPEGs
   * are one frame only if it carries a request, which is for the first. A JPEG whose pixel data is
   * damaged still gives a picture, as far as libjpeg can repair it.
   *
   * @param target supplies the picture to fill, with exactly the requested shape
   * @return that picture
   * @throws DarkroomException {@code IMAGE_TOO_LARGE}, or {@code INVALID_IMAGE} if the image is
   *     truncated, damaged or of another encoding
   */
  public Mat decode(Frame frame, ImageLimits limits, Target target) {
    if (!frame.encoding().compressed()) {
      return decodeRaw(frame.image(), shape(frame, limits), target);
    }
    ImageHeader header = header(frame, limits);
    Mat picture = target.of(new Shape(header.width(), header.height(), 3));
    try {
      decoder.decode(header, frame.image(), frame.request().isPresent(), picture);
      return picture;
    } catch (DarkroomException e) {
      throw e;
    } catch (RuntimeException e) {
      throw MemoryFailure.is(e) ? MemoryFailure.coded("decoding", e) : damaged(header);
    }
  }

  /**
   * Returns the shape that the image of a frame decodes to, from its header alone.
   *
   * @throws DarkroomException {@code IMAGE_TOO_LARGE}, or {@code INVALID_IMAGE} if the image has
   *     another encoding or size than stated
   * @see #decode(Frame, ImageLimits, Target)
   */
  public static Shape shape(Frame frame, ImageLimits limits) {
    if (frame.encoding().compressed()) {
      ImageHeader header = header(frame, limits);
      return new Shape(header.width(), header.height(), 3);
    }
    limits.requireBytes(frame.image().size());
    limits.requireSize(frame.width(), frame.height());
    return rawShape(frame.encoding(), frame.width(), frame.height(), frame.image());
  }

  private static ImageHeader header(Frame frame, ImageLimits limits) {
    limits.requireBytes(frame.image().size());
    ImageHeader header = ImageHeader.read(frame.image(), frame.storedOrientation());
    if (header.encoding() != frame.encoding()) {
      throw invalid(
          header.encoding().text(), frame.encoding().text(), "State the encoding that it has.");
    }
    return header.requireWithin(limits);
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

  static DarkroomException damaged(ImageHeader header) {
    String what =
        "a damaged %s of %d x %d px"
            .formatted(header.encoding().text(), header.width(), header.height());
    return invalid(what, "one that can be decoded", "Check the program that wrote it.");
  }

  static DarkroomException truncated(String format, int bytes, String how) {
    return invalid(
        "%s of %d bytes %s".formatted(format, bytes, how), "a whole one", "Send all of it.");
  }

  static DarkroomException invalid(String what, String expected, String fix) {
    return new DarkroomException(
        ErrorCode.INVALID_IMAGE, "image: %s (expected: %s). %s".formatted(what, expected, fix));
  }

  /** Releases the memory of its buffers; they are allocated again when needed. */
  public void trim() {
    pixels.release();
    decoder.trim();
    writer.trim();
  }

  @Override
  public void close() {
    pixels.close();
    decoder.close();
    writer.close();
  }
}
