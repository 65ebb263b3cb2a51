package io.darkroom.cuda.standin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs in a new process with its own stand-in. */
public final class StandInProcess {

  /**
   * The result of a program.
   *
   * @param output its output and errors
   */
  public record Ended(int status, String output) {}

  private StandInProcess() {}

  /** Runs a program with AddressSanitizer. Skips the test if its library is missing. */
  public static Ended memoryChecked(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    StandIn.get();
    Path sanitizer = sanitizer();
    assumeTrue(
        Files.exists(sanitizer), "libasan (expected: with g++). Install it: apt-get install g++.");
    // The JVM handles signals itself, and frees no memory when it exits.
    return run(
        List.of("--asan"),
        Map.of(
            "LD_PRELOAD",
            sanitizer.toString(),
            "ASAN_OPTIONS",
            "handle_segv=0:detect_leaks=0:use_sigaltstack=0"),
        program,
        arguments);
  }

  /** Runs a program without AddressSanitizer, for programs that abort. */
  public static Ended plain(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    StandIn.get();
    return run(List.of(), Map.of(), program, arguments);
  }

  private static Ended run(
      List<String> options, Map<String, String> environment, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    String folder = options.isEmpty() ? StandIn.FOLDER : "standin-asan";
    Path library = StandInBuild.library(folder, options);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx2g", "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash"));
    command.add("-XX:ErrorFile=/dev/null");
    command.add("-Ddarkroom.standin=" + library);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return ended(command, environment);
  }

  private static Ended ended(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static Path sanitizer() throws IOException, InterruptedException {
    Process asked = new ProcessBuilder("g++", "-print-file-name=libasan.so").start();
    String path = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    asked.waitFor();
    return Path.of(path);
  }
}
