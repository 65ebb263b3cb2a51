package io.darkroom.fuzz;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.JpegStarts;
import io.darkroom.frame.JpegWalk;
import java.nio.ByteBuffer;

/** The header of a JPEG or PNG, and where JPEGs begin and end. */
public final class ImageHeaderFuzz {

  private ImageHeaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    ByteString image = ByteString.copyFrom(input);
    Hostile.call(() -> ImageHeader.read(image, true));
    Hostile.call(() -> ImageHeader.read(image).requireWithin(ImageLimits.DEFAULT));
    int end = new JpegWalk().end(ByteBuffer.wrap(input));
    Hostile.require(end <= input.length, "an end within the bytes");
    int all = JpegStarts.split(image).stream().mapToInt(ByteString::size).sum();
    Hostile.require(all <= input.length, "no byte twice");
  }
}
