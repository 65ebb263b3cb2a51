package io.darkroom.frame;

import java.util.Optional;

/**
 * A frame, and the bytes that it arrived in if they are exactly its encoding, so that they can be
 * passed on without being encoded again. Immutable; the bytes must not be modified.
 */
public record EncodedFrame(Frame frame, Optional<byte[]> bytes) {

  /** A frame that has not been encoded yet. */
  public static EncodedFrame of(Frame frame) {
    return new EncodedFrame(frame, Optional.empty());
  }

  /** Returns this if the frame is the same object; otherwise the other frame, not encoded yet. */
  public EncodedFrame with(Frame changed) {
    return changed == frame ? this : of(changed);
  }

  /** Returns the encoding; copies the image if it has to be encoded. */
  public byte[] encoding() {
    return bytes.orElseGet(() -> FrameCodec.encode(frame));
  }
}
