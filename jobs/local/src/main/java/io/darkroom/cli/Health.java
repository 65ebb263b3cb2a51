package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the state of a gateway, what it depends on and the job. */
@Command(
    name = "health",
    description =
        "Shows the state of a gateway, what it depends on and the job; exits with 1 if any is not well.",
    mixinStandardHelpOptions = true)
final class Health implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Session session = Session.of(spec);
    JsonNode health = session.gateway().get("healthz");
    session.print(health, table(health));
    if (!session.json()) {
      health.path("jobs").forEach(job -> session.out().println(Text.printable(describe(job))));
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
