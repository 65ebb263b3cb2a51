package io.darkroom.gateway.media;

import io.darkroom.gateway.sources.pull.server.FfmpegProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Video files for tests. */
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
    try {
      FfmpegProgram.run(arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return file;
  }
}
