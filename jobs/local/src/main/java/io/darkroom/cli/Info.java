package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what a gateway and its job are made of. */
@Command(
    name = "info",
    description = "Shows version, build, engine and job of a gateway.",
    mixinStandardHelpOptions = true)
final class Info implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Session session = Session.of(spec);
    JsonNode info = session.gateway().get("v1/system");
    return session.print(info, table(info));
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
        .row("made of", String.join(", ", components));
  }
}
