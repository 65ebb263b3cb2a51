package io.darkroom.gateway.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Videos for tests, made by the program that comes with FFmpeg's libraries. */
public final class Footage {

  private Footage() {}

  /** Moving pictures of the given shape, encoded as told, in the file. */
  public static Path make(Path file, String size, int fps, double seconds, String... encoding) {
    return of(file, "testsrc2=size=%s:rate=%d:duration=%s".formatted(size, fps, seconds), encoding);
  }

  /** H.264 with a keyframe every second. */
  public static Path h264(Path file, String size, int fps, double seconds) {
    return make(
        file,
        size,
        fps,
        seconds,
        "-c:v",
        "libopenh264",
        "-b:v",
        "2M",
        "-g",
        String.valueOf(fps),
        "-pix_fmt",
        "yuv420p");
  }

  /** What a graph makes, encoded as told. */
  public static Path of(Path file, String graph, String... encoding) {
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", graph));
    arguments.addAll(List.of(encoding));
    arguments.add(file.toString());
    run(arguments);
    return file;
  }

  /** Runs FFmpeg's program with the arguments. */
  public static void run(List<String> arguments) {
    String program = Loader.load(ffmpeg.class);
    List<String> command = new ArrayList<>(List.of(program, "-v", "error", "-nostdin", "-y"));
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder.environment().put("LD_LIBRARY_PATH", Path.of(program).getParent().toString());
      Process process = builder.start();
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("ffmpeg failed: " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
