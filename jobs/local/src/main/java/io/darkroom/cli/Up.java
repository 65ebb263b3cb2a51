package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.ErrorCode;
import io.darkroom.local.LocalOptions;
import io.darkroom.local.LocalStack;
import io.darkroom.local.Prometheus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts Kafka, Flink, the job and the gateway in this process, and runs until Ctrl-C. */
@Command(
    name = "up",
    description = {
      "Starts Kafka, Flink, the job, the gateway and the page in one process.",
      "For one's own machine: its sources may be in private networks too. Videos and images are in"
          + " the folders of these names below that of --data."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class Up implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONGEST_SHUTDOWN = Duration.ofMillis(4500);

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Of the page and the API (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--flink-port",
      defaultValue = "8081",
      description = "Of Flink's web page (default: ${DEFAULT-VALUE}).")
  private int flinkPort;

  @Option(
      names = "--kafka-port",
      defaultValue = "9092",
      description = "Of the Kafka broker (default: ${DEFAULT-VALUE}).")
  private int kafkaPort;

  @Option(
      names = "--data",
      defaultValue = "data",
      paramLabel = "DIR",
      description = "Folder for all that outlives the process (default: ./data).")
  private Path data;

  @Option(
      names = "--engine",
      defaultValue = "auto",
      description =
          "auto (a GPU where there is one), cuda (a GPU or no start) or cpu"
              + " (default: ${DEFAULT-VALUE}).")
  private Accelerator engine;

  @Option(
      names = "--plugins",
      defaultValue = "plugins",
      paramLabel = "DIR",
      description = "Folder of jars with more filters; need not be there (default: ./plugins).")
  private Path plugins;

  @Option(
      names = "--parallelism",
      description = "Subtasks of the job (default: one a processor, at most 8).")
  private int parallelism = Math.min(8, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--observability",
      description = "Has a Prometheus found on PATH watch it, with the project's rules and alerts.")
  private boolean observability;

  @Option(
      names = "--prometheus-port",
      defaultValue = "9090",
      description = "Of that Prometheus (default: ${DEFAULT-VALUE}).")
  private int prometheusPort;

  @Option(names = "--no-demo", description = "Starts without the synthetic camera and samples.")
  private boolean noDemo;

  @Override
  public Integer call() throws Exception {
    Preflight.require(ports(), data, parallelism);
    Path log = data.resolve("darkroom.log");
    System.setProperty("darkroom.log", log.toString());
    System.setProperty("logback.configurationFile", "logback-up.xml");
    Session session = Session.of(spec);
    PrintWriter out = session.json() ? new PrintWriter(Writer.nullWriter()) : session.out();
    String metricsPorts = observability ? Integer.toString(Prometheus.freePort()) : "9249-9260";
    LocalStack stack = start(log, metricsPorts, out);
    Optional<Prometheus> prometheus = watch(stack, metricsPorts);
    CountDownLatch ended = closeOnExit(stack, prometheus, out);
    if (session.json()) {
      session.print(addresses(stack, log), "");
    } else {
      print(stack, log, out);
      if (observability) {
        printObservability(prometheus, metricsPorts, out);
      }
      out.println("Ctrl-C ends it.");
      out.flush();
    }
    ended.await();
    return 0;
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

  private Optional<Prometheus> watch(LocalStack stack, String metricsPort) throws IOException {
    Optional<Path> program = observability ? Prometheus.onPath() : Optional.empty();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path folder = data.toAbsolutePath().resolve("prometheus");
    Prometheus.configure(
        folder, URI.create(stack.url()).getAuthority(), "localhost:" + metricsPort);
    return Optional.of(Prometheus.start(program.get(), folder, prometheusPort));
  }

  private LocalStack start(Path log, String metricsPorts, PrintWriter out) throws Exception {
    LocalOptions options =
        new LocalOptions(
            port,
            flinkPort,
            kafkaPort,
            Optional.empty(),
            metricsPorts,
            data.toAbsolutePath(),
            engine,
            plugins.toAbsolutePath(),
            parallelism,
            !noDemo);
    out.print("Starting");
    try {
      LocalStack stack = LocalStack.start(options, step -> show(out, " " + step + " …"));
      awaitReady(stack);
      show(out, " ready" + System.lineSeparator());
      return stack;
    } catch (Exception e) {
      show(out, System.lineSeparator());
      // Not a constant: logging must not begin before its file is known.
      LoggerFactory.getLogger(Up.class).error("did not start", e);
      throw new Refusal(
          ErrorCode.INTERNAL,
          Exit.FAILED,
          "Darkroom did not start: %s See %s.".formatted(rootMessage(e), log.toAbsolutePath()));
    }
  }

  private static void awaitReady(LocalStack stack) {
    GatewayClient gateway = new GatewayClient(stack.url());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!offers(gateway, stack.jobId())) {
      if (System.nanoTime() > deadline) {
        throw Refusal.failed("job: not ready after %d s.".formatted(PATIENCE.toSeconds()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** By its id: the catalogue may still be that of the job before. */
  private static boolean offers(GatewayClient gateway, String jobId) {
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

  /** Ends the stack in order, and the process in any case. */
  private static CountDownLatch closeOnExit(
      LocalStack stack, Optional<Prometheus> prometheus, PrintWriter out) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread close =
        new Thread(
            () -> {
              show(out, System.lineSeparator() + "Stopping …");
              haltAfter(LONGEST_SHUTDOWN);
              prometheus.ifPresent(Prometheus::close);
              stack.close();
              show(out, " stopped" + System.lineSeparator());
              ended.countDown();
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(close);
    return ended;
  }

  private static void haltAfter(Duration patience) {
    Thread halt =
        new Thread(
            () -> {
              LockSupport.parkNanos(patience.toNanos());
              Runtime.getRuntime().halt(0);
            },
            "halt");
    halt.setDaemon(true);
    halt.start();
  }

  private void print(LocalStack stack, Path log, PrintWriter out) {
    new Table("", "")
        .row("  page and API", stack.url())
        .row("  Flink", stack.flinkUrl())
        .row("  Kafka", stack.bootstrapServers())
        .row("  log", log)
        .print(out);
    out.println();
  }

  private static JsonNode addresses(LocalStack stack, Path log) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("url", stack.url())
        .put("flinkUrl", stack.flinkUrl())
        .put("bootstrapServers", stack.bootstrapServers())
        .put("log", log.toAbsolutePath().toString());
  }

  private static void printObservability(
      Optional<Prometheus> prometheus, String metricsPort, PrintWriter out) {
    new Table("", "")
        .row("  Flink metrics", "http://localhost:" + metricsPort + "/metrics")
        .row(
            "  Prometheus",
            prometheus
                .map(Prometheus::url)
                .orElse("not found on PATH (apt-get install prometheus, or as below)"))
        .print(out);
    out.println("Grafana, Loki, Jaeger and the rest: docker compose --profile observability up");
    out.println();
  }
}
