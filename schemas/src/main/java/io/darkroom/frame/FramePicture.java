package io.darkroom.frame;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;

/** Replaces the picture of an encoded frame. */
public final class FramePicture {

  private FramePicture() {}

  /**
   * Returns the frame with another picture, and everything else as it was, unknown fields included.
   *
   * @param frame is not modified
   * @throws DarkroomException {@code INVALID_FRAME}, or {@code INVALID_IMAGE} if {@code jpeg} is
   *     none
   */
  public static byte[] replaced(byte[] frame, ByteString jpeg) {
    ImageHeader header = ImageHeader.read(jpeg);
    return FrameCodec.message(frame).toBuilder()
        .setEncoding(io.darkroom.v1.Encoding.ENCODING_JPEG)
        .setWidthPx(header.width())
        .setHeightPx(header.height())
        .setImage(jpeg)
        .build()
        .toByteArray();
  }
}
