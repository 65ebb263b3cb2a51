package io.darkroom.operator.fuzz;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.fuzz.Hostile;
import io.darkroom.image.ImageCodec;

/** The bytes of a JPEG or PNG, decoded by OpenCV. */
public final class ImageDecodeFuzz {

  private static final ImageLimits LIMITS = new ImageLimits(128, 1 << 16);
  private static final ImageCodec CODEC = new ImageCodec();

  private ImageDecodeFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    ByteString image = ByteString.copyFrom(input);
    Hostile.call(() -> ImageHeader.read(image))
        .ifPresent(
            header ->
                Hostile.call(
                        () ->
                            CODEC.decode(
                                header.encoding(), header.width(), header.height(), image, LIMITS))
                    .ifPresent(picture -> require(header, picture.cols(), picture.rows())));
  }

  private static void require(ImageHeader header, int width, int height) {
    Hostile.require(width == header.width() && height == header.height(), "the header's size");
  }
}
