package io.darkroom.local.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program, mostly of docs/clients. The test is skipped if the program's dependencies are missing.
 */
final class ClientProgram {

  /** The descriptors of all messages, written by the build of schemas. */
  static final String DESCRIPTORS =
      Path.of("..", "..", "schemas/target/classes/META-INF/armeria/grpc/darkroom.dsc").toString();

  /** The system's Python, which has Debian's packages. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final Path FOLDER = Path.of("..", "..", "docs", "clients");

  private final List<String> command;

  private ClientProgram(String interpreter, Path program) {
    command = List.of(interpreter, program.toString());
  }

  /**
   * A Python program.
   *
   * @param imports modules that it imports besides the standard library; may be empty
   * @param packages the Debian packages that contain them
   */
  static ClientProgram python(String program, String imports, String packages) throws Exception {
    return python(FOLDER.resolve("python").resolve(program), imports, packages);
  }

  /** A Python program that only the tests have. */
  static ClientProgram python(Path program, String imports, String packages) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is missing: install python3");
    assumeTrue(imports.isEmpty() || canImport(imports), packages + " are missing: install them");
    return new ClientProgram(PYTHON, program);
  }

  private static boolean canImport(String modules) throws Exception {
    return new ProcessBuilder(PYTHON, "-c", "import " + modules)
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }

  static ClientProgram node(String program) {
    assumeTrue(
        Files.isDirectory(FOLDER.resolve("node/node_modules")),
        "packages of docs/clients/node are missing: npm ci --prefix docs/clients/node");
    return new ClientProgram("node", FOLDER.resolve("node").resolve(program));
  }

  ProcessBuilder with(String... arguments) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    // Gateway and broker are on this machine, which proxies cannot reach.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    return builder;
  }

  /** Runs the program, which must succeed; returns the lines that it printed. */
  List<String> run(String... arguments) throws Exception {
    Process process = with(arguments).redirectErrorStream(true).start();
    try {
      String output =
          CompletableFuture.supplyAsync(() -> outputOf(process)).get(60, TimeUnit.SECONDS);
      assertThat(process.waitFor()).describedAs(output).isZero();
      return output.lines().toList();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String outputOf(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
