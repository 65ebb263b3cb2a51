package io.darkroom.gateway.secrets.planted;

import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway as a program of its own. It logs everything from DEBUG on, and itself from TRACE on:
 * once as JSON, as in operation, and once without redaction.
 */
final class GatewayProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern READY = Pattern.compile("gateway: https://localhost:(\\d+)");
  private static final String LOGGING =
      """
      <configuration>
        <appender name="json" class="ch.qos.logback.core.ConsoleAppender">
          <encoder class="io.darkroom.telemetry.log.JsonLines"/>
        </appender>
        <appender name="bare" class="ch.qos.logback.core.FileAppender">
          <file>%s</file>
          <encoder><pattern>%%level %%logger %%mdc %%kvp %%msg%%n%%ex</pattern></encoder>
        </appender>
        <logger name="io.darkroom" level="TRACE"/>
        <root level="DEBUG"><appender-ref ref="json"/><appender-ref ref="bare"/></root>
      </configuration>
      """;

  private final Path folder;
  private final Process process;

  private GatewayProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts it; returns when it listens. */
  static GatewayProcess start(Path folder, Map<String, String> environment, List<String> options)
      throws IOException {
    Path logging = folder.resolve("logback.xml");
    Files.writeString(logging, LOGGING.formatted(folder.resolve("bare.log")));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("json.log").toFile());
    builder.environment().putAll(environment);
    GatewayProcess started = new GatewayProcess(folder, builder.start());
    await().atMost(START).until(() -> started.listens() || !started.process.isAlive());
    return started;
  }

  private boolean listens() {
    return READY.matcher(output()).find();
  }

  int port() {
    Matcher ready = READY.matcher(output());
    if (!ready.find()) {
      throw new AssertionError("the gateway did not start: " + output());
    }
    return Integer.parseInt(ready.group(1));
  }

  /** What it has printed, and its log as JSON. */
  String output() {
    return read("json.log");
  }

  String bareLog() {
    return read("bare.log");
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its command line, as other users of the machine see it. */
  String commandLine() throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
