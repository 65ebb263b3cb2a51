package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells how a gateway, what it depends on and the job fare. */
@Command(
    name = "health",
    description =
        "Tells how a gateway, what it depends on and the job fare; exits with 1 where not all is well.",
    mixinStandardHelpOptions = true)
final class Health implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Connection connection;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    JsonNode health = connection.open().get("healthz");
    if (json) {
      spec.commandLine().getOut().println(health.toPrettyString());
    } else {
      print(health);
    }
    return health.path("status").asText().equals("ok") ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(JsonNode health) {
    Table table = new Table("", "STATE", "SINCE", "LATENCY", "LAST ERROR");
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
    table.print(spec.commandLine().getOut());
    JsonNode job = health.path("job");
    if (job.isObject()) {
      spec.commandLine().getOut().println(describe(job));
    }
  }

  private static String describe(JsonNode job) {
    String checkpoint =
        job.has("checkpointAgeMillis")
            ? "last checkpoint %d s ago".formatted(job.path("checkpointAgeMillis").asLong() / 1000)
            : "no checkpoint yet";
    return "job %s: %s, engine %s, %s"
        .formatted(
            job.path("jobId").asText(),
            job.path("state").asText(),
            job.path("engine").asText(),
            checkpoint);
  }
}
