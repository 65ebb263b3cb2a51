package io.darkroom.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_COMPRESSION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Output;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Scales and encodes pictures. Not thread-safe; keeps its buffer until it is closed. */
final class ImageWriter implements AutoCloseable {

  private static final int FASTEST_COMPRESSION = 1;

  private final Mat scaled = new Mat();

  ByteString write(Mat image, Output output) {
    Mat picture = output.scale() < 1 ? scale(image, output.scale()) : image;
    boolean jpeg = output.encoding() == Encoding.JPEG;
    String extension = jpeg ? ".jpg" : ".png";
    try (BytePointer bytes = new BytePointer();
        IntPointer settings =
            jpeg
                ? new IntPointer(IMWRITE_JPEG_QUALITY, output.quality())
                : new IntPointer(IMWRITE_PNG_COMPRESSION, FASTEST_COMPRESSION)) {
      if (!imencode(extension, picture, bytes, settings)) {
        throw refused(picture, output);
      }
      byte[] array = new byte[(int) bytes.limit()];
      bytes.get(array);
      return UnsafeByteOperations.unsafeWrap(array);
    }
  }

  private Mat scale(Mat image, double factor) {
    int width = (int) Math.max(1, Math.round(image.cols() * factor));
    int height = (int) Math.max(1, Math.round(image.rows() * factor));
    try (Size size = new Size(width, height)) {
      resize(image, scaled, size, 0, 0, INTER_AREA);
    }
    return scaled;
  }

  private static DarkroomException refused(Mat picture, Output output) {
    return new DarkroomException(
        ErrorCode.INTERNAL,
        "picture: %d x %d px of type %d (expected: one that fits %s). Report this message."
            .formatted(picture.cols(), picture.rows(), picture.type(), output.encoding().text()));
  }

  void trim() {
    scaled.release();
  }

  @Override
  public void close() {
    scaled.close();
  }
}
