package io.darkroom.operation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An installed program. If it is missing, the test is skipped with a message. */
record Tool(Path program) {

  /** The exit code and output of a run. */
  record Run(int exitCode, String output) {}

  static Tool named(String name, String debianPackage) {
    Optional<Path> found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        found.isPresent(), name + " is missing. Install it: apt-get install " + debianPackage);
    return new Tool(found.orElseThrow());
  }

  static Tool promtool() {
    return named("promtool", "prometheus");
  }

  static Tool amtool() {
    return named("amtool", "prometheus-alertmanager");
  }

  Run run(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
