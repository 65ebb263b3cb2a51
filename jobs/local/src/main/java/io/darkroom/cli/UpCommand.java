package io.darkroom.cli;

import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.config.AccessOptions;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.config.TopicOptions;
import io.darkroom.gateway.identity.KeySecret;
import io.darkroom.gateway.secrets.PrivateFile;
import io.darkroom.local.LocalOptions;
import io.darkroom.local.LocalStack;
import io.darkroom.local.PrometheusProcess;
import io.darkroom.local.tls.LocalCertificates;
import io.darkroom.topic.FrameRetention;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts Kafka, Flink, the job and the gateway in this process, and runs until Ctrl-C. */
@Command(
    name = "up",
    description = {
      "Starts Kafka, Flink, the job, the gateway and the page in one process.",
      "For development: sources may be in private networks. Videos and images are stored in the"
          + " folders videos and images of --data."
    },
    sortOptions = false)
final class UpCommand extends LeafCommand {

  private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofMillis(4500);

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(
      names = "--tls",
      description =
          "Speaks TLS, with a certificate of an authority of its own, which is created once below"
              + " --data.")
  private boolean tls;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of the page and the API (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--flink-port",
      defaultValue = "8081",
      description = "Port of Flink's web page (default: ${DEFAULT-VALUE}).")
  private int flinkPort;

  @Option(
      names = "--kafka-port",
      defaultValue = "9092",
      description = "Port of the Kafka broker (default: ${DEFAULT-VALUE}).")
  private int kafkaPort;

  @Option(
      names = "--data",
      defaultValue = "data",
      paramLabel = "DIR",
      description = "Folder for all data (default: ./data).")
  private Path data;

  @Option(
      names = "--engine",
      defaultValue = "auto",
      description =
          "Where chains run: auto (on a GPU if available), cuda (fails without a GPU) or cpu"
              + " (default: ${DEFAULT-VALUE}).")
  private Accelerator engine;

  @Option(
      names = "--plugins",
      defaultValue = "plugins",
      paramLabel = "DIR",
      description = "Folder of jars with additional filters; may be missing (default: ./plugins).")
  private Path plugins;

  @Option(
      names = "--parallelism",
      description = "Subtasks of the job (default: one per processor, at most 8).")
  private int parallelism = Math.min(8, Runtime.getRuntime().availableProcessors());

  @Mixin private TopicOptions topics = new TopicOptions();

  @Option(
      names = "--observability",
      description = "Starts Prometheus from PATH, with the project's rules and alerts.")
  private boolean observability;

  @Option(
      names = "--prometheus-port",
      defaultValue = "9090",
      description = "Port of Prometheus (default: ${DEFAULT-VALUE}).")
  private int prometheusPort;

  @Option(
      names = "--no-demo",
      description = "Starts without the synthetic camera and the sample images.")
  private boolean noDemo;

  @Override
  int run(Invocation invocation) throws Exception {
    Preflight.require(access, ports(), data, parallelism, topics);
    Path log = data.resolve("darkroom.log");
    System.setProperty("darkroom.log", log.toString());
    System.setProperty("logback.configurationFile", "logback-up.xml");
    PrintWriter out = invocation.json() ? new PrintWriter(Writer.nullWriter()) : invocation.out();
    String metricsPorts = observability ? Integer.toString(PrometheusProcess.freePort()) : "";
    AccessConfig granted = access();
    Optional<Path> adminKey = granted.auth().adminKey();
    LocalStack stack = start(granted, log, metricsPorts, out);
    Optional<PrometheusProcess> prometheus = startPrometheus(stack, metricsPorts, adminKey);
    CountDownLatch ended = closeOnExit(stack, prometheus, out);
    UpReport report = new UpReport(stack, log, certificates().map(LocalCertificates::ca), adminKey);
    if (invocation.json()) {
      invocation.print(report.json(), "");
    } else {
      report.print(out);
      if (observability) {
        UpReport.printObservability(prometheus, metricsPorts, out);
      }
      out.println("Press Ctrl-C to stop.");
      out.flush();
    }
    ended.await();
    return Exit.OK;
  }

  private List<Preflight.Port> ports() {
    List<Preflight.Port> ports = new ArrayList<>();
    ports.add(new Preflight.Port("--port", port));
    ports.add(new Preflight.Port("--flink-port", flinkPort));
    ports.add(new Preflight.Port("--kafka-port", kafkaPort));
    if (observability) {
      ports.add(new Preflight.Port("--prometheus-port", prometheusPort));
    }
    return ports;
  }

  private Optional<PrometheusProcess> startPrometheus(
      LocalStack stack, String metricsPort, Optional<Path> adminKey) throws IOException {
    Optional<Path> program = observability ? PrometheusProcess.onPath() : Optional.empty();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path folder = data.toAbsolutePath().resolve("prometheus");
    PrometheusProcess.configure(
        folder,
        URI.create(stack.url()).getAuthority(),
        "localhost:" + metricsPort,
        certificates().map(LocalCertificates::ca),
        adminKey);
    return Optional.of(PrometheusProcess.start(program.get(), folder, prometheusPort));
  }

  /** The programs of the stack itself need a key, too. Creates it once. */
  private AccessConfig access() throws IOException {
    AccessConfig wanted = access.toConfig();
    AuthConfig auth = wanted.auth();
    if (!auth.required() || auth.adminKey().isPresent()) {
      return wanted;
    }
    Path key = data.toAbsolutePath().resolve("admin.key");
    if (!Files.exists(key)) {
      PrivateFile.create(key, KeySecret.random().text() + System.lineSeparator());
    }
    return wanted.with(auth.withAdminKey(key));
  }

  private LocalStack start(AccessConfig granted, Path log, String metricsPorts, PrintWriter out)
      throws Exception {
    LocalOptions options =
        new LocalOptions(
            access.host(),
            granted,
            port,
            flinkPort,
            kafkaPort,
            Optional.empty(),
            metricsPorts,
            data.toAbsolutePath(),
            engine,
            plugins.toAbsolutePath(),
            parallelism,
            !noDemo,
            topics.partitions(),
            topics.retention(FrameRetention.LOCAL.bytes()),
            certificates());
    out.print("Starting");
    try {
      LocalStack stack = LocalStack.start(options, step -> show(out, " " + step + " …"));
      awaitReady(stack);
      show(out, " ready" + System.lineSeparator());
      return stack;
    } catch (Exception e) {
      show(out, System.lineSeparator());
      // Not a constant: the log file is set after this class is loaded.
      LoggerFactory.getLogger(UpCommand.class).error("startup failed", e);
      throw new CommandException(
          ErrorCode.INTERNAL,
          Exit.FAILED,
          "Darkroom did not start: %s See %s.".formatted(rootMessage(e), log.toAbsolutePath()));
    }
  }

  private Optional<LocalCertificates> certificates() {
    return tls
        ? Optional.of(new LocalCertificates(data.toAbsolutePath().resolve("tls")))
        : Optional.empty();
  }

  private static void awaitReady(LocalStack stack) throws IOException {
    GatewayClient gateway = stack.client();
    long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
    while (!isCatalogueOf(gateway, stack.jobId())) {
      if (System.nanoTime() > deadline) {
        throw CommandException.failed(
            "job: not ready after %d s.".formatted(READY_TIMEOUT.toSeconds()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Compares job ids, because the catalogue may still be that of the previous job. */
  private static boolean isCatalogueOf(GatewayClient gateway, String jobId) {
    try {
      return gateway.get("v1/filters").path("job").path("jobId").asText().equals(jobId);
    } catch (GatewayException e) {
      return false;
    }
  }

  private static void show(PrintWriter out, String text) {
    out.print(text);
    out.flush();
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** On exit, closes the stack in order; halts the process if that takes too long. */
  private static CountDownLatch closeOnExit(
      LocalStack stack, Optional<PrometheusProcess> prometheus, PrintWriter out) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread close =
        new Thread(
            () -> {
              show(out, System.lineSeparator() + "Stopping …");
              haltAfter(SHUTDOWN_TIMEOUT);
              prometheus.ifPresent(PrometheusProcess::close);
              stack.close();
              show(out, " stopped" + System.lineSeparator());
              ended.countDown();
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(close);
    return ended;
  }

  private static void haltAfter(Duration timeout) {
    Thread halt =
        new Thread(
            () -> {
              LockSupport.parkNanos(timeout.toNanos());
              Runtime.getRuntime().halt(0);
            },
            "halt");
    halt.setDaemon(true);
    halt.start();
  }
}
