package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.v1.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The one who writes to an upload at the moment. For one thread at a time; blocks on the disk.
 * Closed by who opened it: what was written stays.
 */
public final class UploadWriter implements AutoCloseable {

  /** A call that sends nothing for this long is ended. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How much a writer takes before the limits of all uploads are looked at again. */
  static final long ALLOWANCE = 8L << 20;

  private final Upload upload;
  private final FileChannel channel;
  private final UploadClaim claim;
  private final Consumer<Upload> admission;
  private final Runnable release;
  private long offset;
  private long admitted;
  private boolean closed;

  /**
   * @param admission throws where the upload, as far as it has got, exceeds what all may take
   */
  UploadWriter(
      Upload upload,
      FileChannel channel,
      UploadClaim claim,
      Consumer<Upload> admission,
      Runnable release) {
    this.upload = upload;
    this.channel = channel;
    this.claim = claim;
    this.admission = admission;
    this.release = release;
    this.offset = upload.getOffsetBytes();
    this.admitted = offset;
  }

  /**
   * Runs an action once if the upload gives way to a newer one; later writes fail by the same
   * error. It must not block.
   */
  public void onEvicted(Consumer<DarkroomException> action) {
    claim.onEvicted(action);
  }

  UploadClaim claim() {
    return claim;
  }

  /**
   * Appends the bytes that remain in the buffer.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} where that is more than was announced; then
   *     none of them is written. {@code UNAVAILABLE} where the disk does not take them, {@code
   *     TOO_MANY_REQUESTS} where the upload gave way, {@code QUOTA_EXCEEDED} where all of them
   *     together are too large.
   */
  public void write(ByteBuffer bytes) {
    claim.requireHeld();
    if (offset + bytes.remaining() > upload.getTotalBytes()) {
      throw DarkroomException.invalid(
          "totalBytes",
          "upload: more than the %d bytes that were announced (expected: as many). Start again."
              .formatted(upload.getTotalBytes()));
    }
    if (bytes.hasRemaining() && offset + bytes.remaining() > admitted) {
      admission.accept(upload());
      admitted = offset + bytes.remaining() + ALLOWANCE;
    }
    try {
      while (bytes.hasRemaining()) {
        offset += channel.write(bytes);
      }
    } catch (IOException e) {
      throw diskFailed(e);
    }
  }

  /** As far as it has got. */
  public Upload upload() {
    return upload.toBuilder().setOffsetBytes(offset).build();
  }

  public boolean isComplete() {
    return offset == upload.getTotalBytes();
  }

  /** Throws {@code CONFLICT} where bytes are missing. */
  public void requireComplete() {
    if (!isComplete()) {
      throw UploadRules.unfinished(upload());
    }
  }

  void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw diskFailed(e);
    }
  }

  static DarkroomException diskFailed(IOException cause) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "disk: %s (expected: room for the upload). Make room, then go on."
            .formatted(cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw diskFailed(e);
    } finally {
      release.run();
    }
  }
}
