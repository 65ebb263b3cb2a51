package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.limits.UploadLimits;
import io.darkroom.v1.Upload;
import io.darkroom.v1.UploadStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Validates uploads and creates their error messages. */
final class UploadRules {

  private static final String UPLOAD = "upload";

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

  /** Requires that a call matches an existing upload and continues at its offset. */
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
                      upload.getTotalBytes()))
          .about(UPLOAD, upload.getUploadId());
    }
    if (start.getOffsetBytes() != upload.getOffsetBytes()) {
      throw new DarkroomException(
              ErrorCode.OFFSET_MISMATCH,
              "upload %s: offset %d (expected: %d). Continue from there."
                  .formatted(upload.getUploadId(), start.getOffsetBytes(), upload.getOffsetBytes()))
          .about(UPLOAD, upload.getUploadId());
    }
  }

  /**
   * Requires disk space for the rest of one upload. Others do not count, since they may never be
   * completed.
   */
  static void requireDisk(Upload upload, Path folder) throws IOException {
    Files.createDirectories(folder);
    long free = Files.getFileStore(folder).getUsableSpace();
    if (upload.getTotalBytes() - upload.getOffsetBytes() > free) {
      throw UploadWriter.diskFailed(new IOException("%d bytes free".formatted(free)));
    }
  }

  static DarkroomException tooMany(UploadLimits limits) {
    return new DarkroomException(
        ErrorCode.QUOTA_EXCEEDED,
        ("uploads: %d are unfinished and received bytes within %s (expected: fewer). Finish or delete"
                + " one, try again later, or raise --max-unfinished-uploads.")
            .formatted(limits.maxUnfinished(), limits.idle()));
  }

  static DarkroomException tooManyBytes(UploadLimits limits, long arrived) {
    return new DarkroomException(
        ErrorCode.QUOTA_EXCEEDED,
        ("uploads: %d bytes in unfinished ones (expected: at most %d including this one). Finish or"
                + " delete one, try again later, or raise --max-unfinished-upload-bytes.")
            .formatted(arrived, limits.maxUnfinishedBytes()));
  }

  static DarkroomException evicted(String uploadId) {
    return new DarkroomException(
            ErrorCode.TOO_MANY_REQUESTS,
            ("upload %s: deleted to make room for a newer one, because it was idle (expected: bytes"
                    + " within --upload-idle while --max-unfinished-uploads are in progress). Start it"
                    + " again from offset 0.")
                .formatted(uploadId))
        .about(UPLOAD, uploadId);
  }

  static DarkroomException busy(String uploadId) {
    return new DarkroomException(
            ErrorCode.CONFLICT,
            "upload %s: another call is writing to it (expected: one at a time). Wait until it ends."
                .formatted(uploadId))
        .about(UPLOAD, uploadId);
  }

  static DarkroomException unfinished(Upload upload) {
    return new DarkroomException(
            ErrorCode.CONFLICT,
            "upload %s: %d of %d bytes received (expected: all). Continue from there."
                .formatted(upload.getUploadId(), upload.getOffsetBytes(), upload.getTotalBytes()))
        .about(UPLOAD, upload.getUploadId());
  }

  static DarkroomException unknown(String uploadId) {
    return DarkroomException.notFound(UPLOAD, uploadId, "Start it from offset 0.");
  }
}
