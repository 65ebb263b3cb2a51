package io.darkroom.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Prometheus of this machine as a process of its own; whoever starts it closes it. */
public final class Prometheus implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);
  private static final String[] FILES = {"prometheus.yml", "recording.yml", "alerts.yml"};

  private final Process process;
  private final String url;

  private Prometheus(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** The program, where there is one on PATH. */
  public static Optional<Path> onPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Writes the project's scrape configuration and rules into a folder.
   *
   * @param gateway host and port, like {@code flink}, whose reporter it is
   */
  public static void configure(Path folder, String gateway, String flink) throws IOException {
    Files.createDirectories(folder.resolve("targets"));
    for (String file : FILES) {
      try (InputStream in = Prometheus.class.getResourceAsStream("/prometheus/" + file)) {
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    target(folder, "gateway", gateway);
    target(folder, "flink", flink);
  }

  /** Says where a part listens that is scraped or told of alerts; a part may run several times. */
  public static void target(Path folder, String part, String... addresses) throws IOException {
    Files.writeString(
        folder.resolve("targets").resolve(part + ".yml"),
        "- targets: [\"%s\"]%n".formatted(String.join("\", \"", addresses)));
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param folder of its configuration; its data and log are written there too
   * @param port of its page at localhost; 0 picks a free one
   */
  public static Prometheus start(Path program, Path folder, int port) throws IOException {
    String address = "localhost:" + (port == 0 ? freePort() : port);
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address,
                "--enable-feature=exemplar-storage",
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus prometheus = new Prometheus(process, "http://" + address);
    try {
      prometheus.awaitReady(folder);
      return prometheus;
    } catch (IOException | RuntimeException e) {
      prometheus.close();
      throw e;
    }
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public String url() {
    return url;
  }

  private void awaitReady(Path folder) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ready()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "Prometheus: did not start (expected: an answer at %s). See %s."
                .formatted(url, folder.resolve("prometheus.log")));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean ready() {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/-/ready")).build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
