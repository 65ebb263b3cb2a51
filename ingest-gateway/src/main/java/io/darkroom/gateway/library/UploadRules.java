package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.v1.Upload;
import io.darkroom.v1.UploadStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an upload has to keep to, and what is said where it does not. */
final class UploadRules {

  private UploadRules() {}

  static void requireSize(long totalBytes, long maxBytes) {
    if (totalBytes < 1) {
      throw DarkroomException.invalid(
          "totalBytes",
          "totalBytes: %d (expected: at least 1). Send the size of the file."
              .formatted(totalBytes));
    }
    if (totalBytes > maxBytes) {
      throw new DarkroomException(
          ErrorCode.VIDEO_TOO_LARGE,
          "video: %d bytes (expected: at most %d). Compress it more, or cut it."
              .formatted(totalBytes, maxBytes));
    }
  }

  /** Whether a call is about the upload that is there, and begins where that has got to. */
  static void requireSame(Upload upload, UploadStart start) {
    boolean same =
        upload.getName().equals(start.getName()) && upload.getTotalBytes() == start.getTotalBytes();
    if (!same) {
      throw new DarkroomException(
          ErrorCode.CONFLICT,
          "upload %s: %s of %d bytes (expected: %s of %d bytes, as it began). Use another id."
              .formatted(
                  upload.getUploadId(),
                  start.getName(),
                  start.getTotalBytes(),
                  upload.getName(),
                  upload.getTotalBytes()));
    }
    if (start.getOffset() != upload.getOffset()) {
      throw new DarkroomException(
          ErrorCode.CONFLICT,
          "upload %s: offset %d (expected: %d). Go on from there."
              .formatted(upload.getUploadId(), start.getOffset(), upload.getOffset()));
    }
  }

  static void requireRoom(List<Upload> unfinished, Upload added, UploadLimits limits, Path folder)
      throws IOException {
    long announced = unfinished.stream().mapToLong(Upload::getTotalBytes).sum();
    if (unfinished.size() >= limits.maxUnfinished()
        || announced + added.getTotalBytes() > limits.maxUnfinishedBytes()) {
      throw new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "uploads: %d unfinished, of %d bytes (expected: fewer). Finish or delete one."
              .formatted(unfinished.size(), announced));
    }
    Files.createDirectories(folder);
    long missing = unfinished.stream().mapToLong(u -> u.getTotalBytes() - u.getOffset()).sum();
    long free = Files.getFileStore(folder).getUsableSpace();
    if (missing + added.getTotalBytes() > free) {
      throw UploadWriter.diskFailed(
          new IOException("%d bytes free".formatted(Math.max(0, free - missing))));
    }
  }

  static DarkroomException busy(String uploadId) {
    return new DarkroomException(
        ErrorCode.CONFLICT,
        "upload %s: another call is writing to it (expected: one at a time). Wait for its end."
            .formatted(uploadId));
  }

  static DarkroomException unfinished(Upload upload) {
    return new DarkroomException(
        ErrorCode.CONFLICT,
        "upload %s: %d of %d bytes are here (expected: all). Go on from there."
            .formatted(upload.getUploadId(), upload.getOffset(), upload.getTotalBytes()));
  }

  static DarkroomException unknown(String uploadId) {
    return DarkroomException.notFound("upload", uploadId, "Begin it from offset 0.");
  }
}
