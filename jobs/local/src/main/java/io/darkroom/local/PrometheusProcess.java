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

/** Runs an installed Prometheus as a child process; the caller must close it. */
public final class PrometheusProcess implements AutoCloseable {

  private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);
  private static final String GATEWAY_JOB = "  - job_name: gateway\n";
  private static final String[] FILES = {"prometheus.yml", "recording.yml", "alerts.yml"};

  private final Process process;
  private final String url;

  private PrometheusProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** The Prometheus program, if it is on PATH. */
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
   * @param gateway host:port of the gateway
   * @param flink host:port of Flink's Prometheus reporter
   */
  public static void configure(Path folder, String gateway, String flink) throws IOException {
    configure(folder, gateway, flink, Optional.empty(), Optional.empty());
  }

  /**
   * Writes the project's scrape configuration and rules into a folder.
   *
   * @param ca the authority of the gateway's certificate, if it speaks TLS
   * @param key file of an API key with the permission admin, if the gateway asks for one
   */
  public static void configure(
      Path folder, String gateway, String flink, Optional<Path> ca, Optional<Path> key)
      throws IOException {
    Files.createDirectories(folder.resolve("targets"));
    for (String file : FILES) {
      try (InputStream in = PrometheusProcess.class.getResourceAsStream("/prometheus/" + file)) {
        Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path scrapes = folder.resolve(FILES[0]);
    if (ca.isPresent()) {
      addToGateway(scrapes, "    scheme: https%n    tls_config:%n      ca_file: %s%n", ca.get());
    }
    if (key.isPresent()) {
      addToGateway(scrapes, "    authorization:%n      credentials_file: %s%n", key.get());
    }
    target(folder, "gateway", gateway);
    target(folder, "flink", flink);
  }

  private static void addToGateway(Path configuration, String lines, Path file) throws IOException {
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace(GATEWAY_JOB, GATEWAY_JOB + lines.formatted(file.toAbsolutePath())));
  }

  /** Writes the addresses of one component: a scrape target or an Alertmanager. */
  public static void target(Path folder, String part, String... addresses) throws IOException {
    Files.writeString(
        folder.resolve("targets").resolve(part + ".yml"),
        "- targets: [\"%s\"]%n".formatted(String.join("\", \"", addresses)));
  }

  /**
   * Starts Prometheus; returns when it is ready.
   *
   * @param folder the folder of its configuration, data and log
   * @param port the port on localhost; 0 picks a free port
   */
  public static PrometheusProcess start(Path program, Path folder, int port) throws IOException {
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
    PrometheusProcess prometheus = new PrometheusProcess(process, "http://" + address);
    try {
      prometheus.awaitReady(folder);
      return prometheus;
    } catch (IOException | RuntimeException e) {
      prometheus.close();
      throw e;
    }
  }

  /** Finds a port that is currently free. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public String url() {
    return url;
  }

  private void awaitReady(Path folder) throws IOException {
    long deadline = System.nanoTime() + STARTUP_TIMEOUT.toNanos();
    while (!ready()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "Prometheus: not ready (expected: an answer at %s). See %s."
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
      if (!process.waitFor(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
