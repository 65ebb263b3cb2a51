package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Shows the health of a gateway, its dependencies and the job. */
@Command(
    name = "health",
    description =
        "Shows the health of a gateway, its dependencies and the job. Exits with 1 if any of them"
            + " is unhealthy.")
final class HealthCommand extends LeafCommand {

  @Override
  int run(Invocation invocation) {
    JsonNode health = invocation.gateway().get("healthz");
    invocation.print(health, table(health));
    if (!invocation.json()) {
      health.path("jobs").forEach(job -> invocation.out().println(Text.printable(describe(job))));
    }
    return health.path("status").asText().equals("ok") ? Exit.OK : Exit.FAILED;
  }

  private static Table table(JsonNode health) {
    Table table = new Table("PART", "STATE", "SINCE", "LATENCY", "LAST-ERROR");
    table.row("gateway", health.path("status").asText(), health.path("since").asText(), "", "");
    health
        .path("dependencies")
        .properties()
        .forEach(
            entry ->
                table.row(
                    entry.getKey(),
                    entry.getValue().path("state").asText(),
                    entry.getValue().path("since").asText(),
                    "%.1f ms".formatted(entry.getValue().path("latencyMillis").asDouble()),
                    entry.getValue().path("lastError").asText()));
    return table;
  }

  private static String describe(JsonNode job) {
    String checkpoint =
        job.has("checkpointAgeMillis")
            ? "last checkpoint %d s ago".formatted(job.path("checkpointAgeMillis").asLong() / 1000)
            : "no checkpoint yet";
    return "job %s of group %s: %s, engine %s, %s"
        .formatted(
            job.path("jobId").asText(),
            job.path("group").asText(),
            job.path("state").asText(),
            job.path("engine").asText(),
            checkpoint);
  }
}
