package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Extras;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.image.ImageCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Creates pictures of noise, the same in every run. */
final class TestImages {

  private TestImages() {}

  static byte[] encoded(Encoding encoding, int width, int height) {
    byte[] pixels = new byte[width * height * 3];
    new Random(5).nextBytes(pixels);
    try (ImageCodec codec = new ImageCodec();
        Mat image = new Mat(height, width, opencv_core.CV_8UC3)) {
      ByteBuffer buffer = image.createBuffer();
      buffer.put(pixels);
      return codec.encode(image, new Output(encoding, 90, 1)).toByteArray();
    }
  }

  /** Creates the record of a black frame with one channel. */
  static FrameRecord grey(long offset, int width, int height) {
    Frame frame =
        new Frame(
            "cam",
            1,
            offset,
            Instant.EPOCH,
            Encoding.RAW_GRAY8,
            width,
            height,
            ByteString.copyFrom(new byte[width * height]),
            false,
            TraceContext.NONE,
            Optional.empty(),
            Optional.empty(),
            Extras.NONE);
    return new FrameRecord(
        new SourcePosition(0, offset, 0), "cam", FrameCodec.encode(frame), "", TraceContext.NONE);
  }
}
