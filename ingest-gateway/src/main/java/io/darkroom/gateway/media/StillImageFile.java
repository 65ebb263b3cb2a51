package io.darkroom.gateway.media;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** Decodes local image files. Thread-safe. */
public final class StillImageFile {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private StillImageFile() {}

  /** Throws {@link MediaException} if the file is not a JPEG or PNG that can be decoded. */
  public static VideoFrame decode(Path file, PictureRules rules, Deadline deadline) {
    deadline.in(PATIENCE);
    MediaInput input =
        new MediaInput(
            "file:" + file.toAbsolutePath(),
            Optional.empty(),
            "jpeg_pipe,png_pipe",
            "file",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            true);
    Deque<VideoFrame> decoded = new ArrayDeque<>();
    try (VideoReader reader = VideoReader.open(input, false, deadline)) {
      reader.rules(rules);
      if (reader.advance()) {
        reader.decode(decoded::add);
      }
      reader.drain(decoded::add);
    }
    if (decoded.isEmpty()) {
      throw new MediaException(Ffmpeg.INVALID, "none of its pictures can be decoded");
    }
    VideoFrame first = decoded.remove();
    decoded.forEach(VideoFrame::close);
    return first;
  }
}
