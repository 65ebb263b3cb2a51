package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.local.LocalStack;
import io.darkroom.local.PrometheusProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells where the parts of a running stack are.
 *
 * @param ca the authority that callers must trust, if the stack speaks TLS
 * @param adminKey file of the key that may do everything, if callers must identify themselves
 */
record UpReport(LocalStack stack, Path log, Optional<Path> ca, Optional<Path> adminKey) {

  JsonNode json() {
    ObjectNode addresses =
        JsonNodeFactory.instance
            .objectNode()
            .put("url", stack.url())
            .put("flinkUrl", stack.flinkUrl())
            .put("bootstrapServers", stack.bootstrapServers())
            .put("log", log.toAbsolutePath().toString());
    ca.ifPresent(file -> addresses.put("ca", file.toString()));
    adminKey.ifPresent(file -> addresses.put("adminKey", file.toString()));
    return addresses;
  }

  void print(PrintWriter out) {
    new Table("", "")
        .row("  page and API", stack.url())
        .row("  Flink", stack.flinkUrl())
        .row("  Kafka", stack.bootstrapServers())
        .row("  log", log)
        .print(out);
    out.println();
    ca.ifPresent(file -> printTrust(file, out));
    adminKey.ifPresent(file -> printKey(file, out));
  }

  private static void printKey(Path file, PrintWriter out) {
    out.println("Callers must identify themselves. A key that may do everything:");
    new Table("", "")
        .row(
            "  command line", "./darkroom --token-file %s key create --role viewer".formatted(file))
        .row("  page", "sign in with the content of " + file)
        .print(out);
    out.println();
  }

  private void printTrust(Path file, PrintWriter out) {
    out.println("Callers must trust the authority of this machine:");
    new Table("", "")
        .row("  curl", "curl --cacert %s %s/readyz".formatted(file, stack.url()))
        .row("  command line", "./darkroom --ca %s --url %s info".formatted(file, stack.url()))
        .row("  browser", "import %s as an authority (settings, certificates)".formatted(file))
        .print(out);
    out.println();
  }

  static void printObservability(
      Optional<PrometheusProcess> prometheus, String metricsPort, PrintWriter out) {
    new Table("", "")
        .row("  Flink metrics", "http://localhost:" + metricsPort + "/metrics")
        .row(
            "  Prometheus",
            prometheus
                .map(PrometheusProcess::url)
                .orElse("not found on PATH (apt-get install prometheus, or see below)"))
        .print(out);
    out.println("For Grafana, Loki, Jaeger and more: docker compose --profile observability up");
    out.println();
  }
}
