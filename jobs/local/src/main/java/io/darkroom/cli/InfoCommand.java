package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows the version, build, engine and job of a gateway. */
@Command(name = "info", description = "Shows the version, build, engine and job of a gateway.")
final class InfoCommand extends LeafCommand {

  @Override
  int run(Invocation invocation) {
    JsonNode info = invocation.gateway().get("v1/system");
    return invocation.print(info, table(info));
  }

  private static Table table(JsonNode info) {
    List<String> components = new ArrayList<>();
    info.path("components")
        .properties()
        .forEach(entry -> components.add(entry.getKey() + " " + entry.getValue().asText()));
    List<String> devices = new ArrayList<>();
    info.at("/job/devices").forEach(device -> devices.add(device.asText()));
    return new Table("FIELD", "VALUE")
        .row("version", info.path("version").asText())
        .row("commit", info.path("commit").asText())
        .row("built at", info.path("builtAt").asText())
        .row("gateway", info.path("gateway").asText())
        .row("started at", info.path("startedAt").asText())
        .row("job", info.path("jobState").asText() + " " + info.at("/job/jobId").asText())
        .row("engine", info.at("/job/engine").asText() + " " + String.join(", ", devices))
        .row("components", String.join(", ", components));
  }
}
