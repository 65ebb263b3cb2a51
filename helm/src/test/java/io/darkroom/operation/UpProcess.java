package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code darkroom up} as a child process, from the packaged jars. */
final class UpProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Path TARGET = Path.of("..", "jobs", "local", "target").toAbsolutePath();

  private final Process process;
  private final Path output;

  private UpProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it on free ports; returns when it is ready. */
  static UpProcess start(Path folder, Map<String, String> environment, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("-Xmx1g");
    command.addAll(List.of("-cp", TARGET.resolve("lib") + "/*:" + TARGET + "/darkroom-local.jar"));
    command.addAll(List.of("io.darkroom.cli.Darkroom", "up", "--data", folder + "/data"));
    for (String port : List.of("--port", "--flink-port", "--kafka-port", "--prometheus-port")) {
      command.addAll(List.of(port, "0"));
    }
    command.addAll(List.of(options));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    UpProcess up = new UpProcess(builder.start(), output);
    await().atMost(START).until(() -> up.output().contains("Ctrl-C") || !up.process.isAlive());
    assertThat(up.process.isAlive()).as(up.output()).isTrue();
    return up;
  }

  /** The address that it printed after this label. */
  String address(String label) throws IOException {
    Matcher matcher = Pattern.compile(label + "\\s+(\\S+:\\d\\S*)").matcher(output());
    assertThat(matcher.find()).as(output()).isTrue();
    return matcher.group(1);
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
