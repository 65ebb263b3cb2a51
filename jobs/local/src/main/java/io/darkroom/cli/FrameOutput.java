package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Where watched frames go. Used by one thread at a time. */
interface FrameOutput extends AutoCloseable {

  /**
   * Takes the n-th frame, counted from 1.
   *
   * @return false if nobody takes more frames
   */
  boolean take(Frame frame, long number) throws IOException;

  /**
   * Ends the output.
   *
   * @throws CommandException if who took the frames has failed
   */
  default void end() throws InterruptedException {}

  @Override
  default void close() {}

  /** One line on stdout for each frame. */
  static FrameOutput lines(Invocation invocation) {
    return (frame, number) -> {
      invocation.out().println(invocation.json() ? json(frame) : line(frame));
      return !invocation.out().checkError();
    };
  }

  private static String line(Frame frame) {
    return "%d  %s  %d bytes  %d ms"
        .formatted(
            frame.sequence(), frame.encoding().text(), frame.image().size(), latencyMillis(frame));
  }

  private static ObjectNode json(Frame frame) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("sequence", frame.sequence())
        .put("encoding", frame.encoding().text())
        .put("sizeBytes", frame.image().size())
        .put("capturedAt", frame.capturedAt().toString())
        .put("latencyMillis", latencyMillis(frame));
  }

  /** The time since the capture, by the clocks of the camera and of this machine. */
  private static long latencyMillis(Frame frame) {
    return Duration.between(frame.capturedAt(), Instant.now()).toMillis();
  }

  /** A file for each frame. */
  static FrameOutput files(Path folder) throws IOException {
    Files.createDirectories(folder);
    return (frame, number) -> {
      Path file = folder.resolve("%06d.%s".formatted(number, ending(frame.encoding())));
      try (OutputStream out = Files.newOutputStream(file)) {
        frame.image().writeTo(out);
      }
      return true;
    };
  }

  private static String ending(Encoding encoding) {
    return switch (encoding) {
      case JPEG -> "jpg";
      case PNG -> "png";
      case RAW_BGR8 -> "bgr";
      case RAW_GRAY8 -> "gray";
    };
  }
}
