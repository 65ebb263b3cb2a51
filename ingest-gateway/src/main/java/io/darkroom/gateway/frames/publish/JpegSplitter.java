package io.darkroom.gateway.frames.publish;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.JpegStarts;
import io.darkroom.frame.JpegWalk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts JPEGs out of a body while it arrives, by their own markers, whatever lies between them.
 * Holds one image and one piece of the body. Not thread-safe.
 */
public final class JpegSplitter {

  private static final int FIRST_BYTES = 64 << 10;
  private static final int START_BYTES = 3;

  private final ImageLimits limits;
  private final SkippedBytes skipped = new SkippedBytes();
  private boolean framed;
  private byte[] buffer = new byte[FIRST_BYTES];
  private int size;
  private JpegWalk walk;
  private boolean began;
  private boolean parts;

  /**
   * @param framed whether other bytes, such as a boundary, come before the first image
   */
  public JpegSplitter(ImageLimits limits, boolean framed) {
    this.limits = limits;
    this.framed = framed;
  }

  /** Takes the next piece of the body: the first bytes of the array, which are copied. */
  public void add(byte[] piece, int length) {
    if (size + length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + length, 2 * buffer.length));
    }
    System.arraycopy(piece, 0, buffer, size, length);
    size += length;
  }

  /**
   * Returns the next image whose end has arrived.
   *
   * @throws DarkroomException {@code IMAGE_TOO_LARGE} if too many bytes have no end; these are
   *     dropped
   */
  public Optional<ByteString> next() {
    while (walk != null || start()) {
      int end = walk.end(ByteBuffer.wrap(buffer, 0, size));
      if (end < 0) {
        requireBounded();
        return Optional.empty();
      }
      byte[] image = Arrays.copyOf(buffer, end);
      boolean isPart = parts && !walk.listsParts();
      parts = isPart || walk.listsParts();
      walk = null;
      drop(end);
      if (isPart) {
        skipped.part(end);
      } else {
        return Optional.of(UnsafeByteOperations.unsafeWrap(image));
      }
    }
    return Optional.empty();
  }

  /** Looks for the beginning of an image. */
  private boolean start() {
    int at = JpegStarts.next(ByteBuffer.wrap(buffer, 0, size), 0);
    framed |= !began && beginsWithBoundary();
    if (!began && !framed && at != 0) {
      requireBounded();
      return false;
    }
    pass(at < 0 ? Math.max(0, size - START_BYTES + 1) : at);
    if (at < 0) {
      return false;
    }
    skipped.between();
    began = true;
    walk = new JpegWalk();
    return true;
  }

  /** ffmpeg sends parts without saying so in its content type. */
  private boolean beginsWithBoundary() {
    return size >= 2 && buffer[0] == '-' && buffer[1] == '-';
  }

  /** Returns whether an image has begun, so that the body is one of JPEGs. */
  public boolean began() {
    return began;
  }

  private void requireBounded() {
    int held = size;
    if (held > limits.maxBytes()) {
      walk = null;
      size = 0;
      limits.requireBytes(held);
    }
  }

  private void pass(int bytes) {
    drop(bytes);
    skipped.passed(bytes, framed);
  }

  /** The bytes that belong to no image. */
  public SkippedBytes skipped() {
    return skipped;
  }

  private void drop(int bytes) {
    System.arraycopy(buffer, bytes, buffer, 0, size - bytes);
    size -= bytes;
  }

  /**
   * Returns the image that has begun but has no end, or all bytes if they do not begin with a JPEG;
   * empty if there is none.
   */
  public Optional<ByteString> rest() {
    boolean none = began ? walk == null || parts : framed;
    if (!none) {
      return Optional.of(ByteString.copyFrom(buffer, 0, size));
    }
    pass(size);
    skipped.between();
    return Optional.empty();
  }
}
