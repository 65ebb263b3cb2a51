package io.darkroom.gateway.media;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;

/** Reads local video files, which may have any content. Thread-safe. */
public final class VideoFile {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private VideoFile() {}

  /**
   * Reads the header and decodes the first picture.
   *
   * @throws DarkroomException {@code INVALID_VIDEO} if it has no picture that can be decoded;
   *     {@code UNAVAILABLE} or {@code TIMEOUT} if the file could not be read
   */
  public static MediaInfo probe(Path file) {
    try (JpegFrameReader reader = open(file, Duration.ZERO, Size.OWN)) {
      JpegFrame first =
          reader.next().orElseThrow(() -> invalid("none of its pictures can be decoded"));
      MediaInfo info = reader.info();
      return new MediaInfo(
          info.duration(), info.fps(), info.codec(), first.width(), first.height());
    }
  }

  /**
   * Returns a JPEG of the picture at a tenth of the video's duration.
   *
   * @param width in px; the height follows from the aspect ratio
   * @throws DarkroomException {@code INVALID_VIDEO} if it has no picture that can be decoded
   */
  public static ByteString preview(Path file, int width) {
    Size size = new Size(width, 0);
    try (JpegFrameReader reader = open(file, probe(file).duration().dividedBy(10), size)) {
      var picture = reader.next();
      if (picture.isPresent()) {
        return picture.get().jpeg();
      }
    }
    try (JpegFrameReader reader = open(file, Duration.ZERO, size)) {
      return reader.next().orElseThrow(() -> invalid("none of its pictures can be decoded")).jpeg();
    }
  }

  /**
   * Opens a video at a position.
   *
   * @throws DarkroomException {@code INVALID_VIDEO} if it is not a video
   */
  public static JpegFrameReader open(Path file, Duration startAt) {
    return open(file, startAt, Size.OWN);
  }

  private static JpegFrameReader open(Path file, Duration startAt, Size size) {
    Deadline deadline = new Deadline();
    deadline.in(PATIENCE);
    VideoReader reader = null;
    try {
      reader = VideoReader.open(MediaInput.file(file), size.equals(Size.OWN), deadline);
      return new JpegFrameReader(reader, deadline, new JpegEncoder(size, 0), startAt);
    } catch (MediaException e) {
      if (reader != null) {
        reader.close();
      }
      deadline.close();
      throw invalid(e);
    }
  }

  static DarkroomException invalid(MediaException cause) {
    if (!cause.isTransient()) {
      return new DarkroomException(ErrorCode.INVALID_VIDEO, message(cause.getMessage()), cause);
    }
    return new DarkroomException(
        cause.isTimeout() ? ErrorCode.TIMEOUT : ErrorCode.UNAVAILABLE,
        "video: not read: %s (expected: a readable file). Try again.".formatted(cause.getMessage()),
        cause);
  }

  private static DarkroomException invalid(String what) {
    return new DarkroomException(ErrorCode.INVALID_VIDEO, message(what));
  }

  private static String message(String what) {
    return "video: %s (expected: a complete video such as MP4, WebM, MKV, AVI or MPEG). Check the file."
        .formatted(what);
  }
}
