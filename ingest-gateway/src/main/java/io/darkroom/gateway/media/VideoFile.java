package io.darkroom.gateway.media;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;

/** Looks into video files of this machine, whatever they hold. Thread-safe. */
public final class VideoFile {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private VideoFile() {}

  /**
   * Reads the header and decodes the first picture.
   *
   * @throws DarkroomException {@code INVALID_VIDEO} where there is no picture to decode; {@code
   *     UNAVAILABLE} or {@code TIMEOUT} where the file could not be read, whatever it holds
   */
  public static MediaInfo probe(Path file) {
    try (JpegFrameReader reader = open(file, Duration.ZERO, Size.OWN)) {
      JpegFrame first = reader.next().orElseThrow(() -> invalid("no picture in it can be decoded"));
      MediaInfo told = reader.info();
      return new MediaInfo(
          told.duration(), told.fps(), told.codec(), first.width(), first.height());
    }
  }

  /**
   * A JPEG of what it shows after a tenth of its length.
   *
   * @param width in px; the height follows
   * @throws DarkroomException {@code INVALID_VIDEO} where there is no picture to decode
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
      return reader.next().orElseThrow(() -> invalid("no picture in it can be decoded")).jpeg();
    }
  }

  /**
   * Its pictures from there on.
   *
   * @throws DarkroomException {@code INVALID_VIDEO} where it is no video
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
        "video: not read: %s (expected: a file that can be read). Try again."
            .formatted(cause.getMessage()),
        cause);
  }

  private static DarkroomException invalid(String what) {
    return new DarkroomException(ErrorCode.INVALID_VIDEO, message(what));
  }

  private static String message(String what) {
    return "video: %s (expected: a whole video such as MP4, WebM, MKV, AVI or MPEG). Check the file."
        .formatted(what);
  }
}
