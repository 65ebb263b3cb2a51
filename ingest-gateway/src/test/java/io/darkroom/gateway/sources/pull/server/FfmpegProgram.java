package io.darkroom.gateway.sources.pull.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Runs the program {@code ffmpeg} that comes with the libraries, to make videos for tests. */
public final class FfmpegProgram {

  private FfmpegProgram() {}

  /** Runs the program to its end. If it fails, fails the test with its output. */
  public static void run(String... arguments) {
    try {
      runToEnd(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts the program; the caller ends it. */
  public static Process start(String... arguments) throws IOException {
    return builder(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static ProcessBuilder builder(String... arguments) {
    Path program = Path.of(Loader.load(ffmpeg.class));
    List<String> command = new ArrayList<>(List.of(program.toString(), "-v", "error", "-y"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", program.getParent().toString());
    return builder;
  }

  private static void runToEnd(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("ffmpeg", ".log");
    ProcessBuilder builder = builder(arguments).redirectOutput(output.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    assertThat(ended && process.exitValue() == 0)
        .describedAs("%s: %s", String.join(" ", builder.command()), Files.readString(output))
        .isTrue();
    Files.delete(output);
  }
}
