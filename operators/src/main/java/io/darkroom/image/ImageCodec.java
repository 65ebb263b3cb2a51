package io.darkroom.image;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import org.bytedeco.opencv.opencv_core.Mat;

public final class ImageCodec implements AutoCloseable {
  public Mat decode(
      Encoding encoding, int width, int height, ByteString image, ImageLimits limits) {
    throw new UnsupportedOperationException();
  }

  public ByteString encode(Mat image, Output output) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
