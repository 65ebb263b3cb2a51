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
 * Appends bytes to an upload. Used by one thread at a time; blocks on disk access. Closing it keeps
 * the received bytes.
 */
public final class UploadWriter implements AutoCloseable {

  /** A call that sends nothing for this long ends. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A writer checks the limits of all uploads again after this many bytes. */
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
   * @param admission throws if the upload, at its current size, exceeds the limits of all uploads
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
   * Sets an action that runs once if the upload is evicted; later writes fail with the same error.
   * The action must not block.
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
   * @throws DarkroomException {@code INVALID_ARGUMENT} if the bytes exceed the announced size; none
   *     of them is written. {@code UNAVAILABLE} if the disk fails, {@code TOO_MANY_REQUESTS} if the
   *     upload was evicted, {@code QUOTA_EXCEEDED} if all uploads together are too large.
   */
  public void write(ByteBuffer bytes) {
    claim.requireHeld();
    if (offset + bytes.remaining() > upload.getTotalBytes()) {
      throw DarkroomException.invalid(
          "totalBytes",
          "upload: more than the announced %d bytes (expected: exactly as many). Start again."
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

  /** The upload with its current offset. */
  public Upload upload() {
    return upload.toBuilder().setOffsetBytes(offset).build();
  }

  public boolean isComplete() {
    return offset == upload.getTotalBytes();
  }

  /** Throws {@code CONFLICT} if bytes are missing. */
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
        "disk: %s (expected: space for the upload). Free some space, then continue."
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
