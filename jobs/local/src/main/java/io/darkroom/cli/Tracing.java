package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells which frames gateways trace, and has more or fewer of a stream's traced. */
@Command(
    name = "tracing",
    description = "Tells which frames gateways trace; has more or fewer of a stream's traced.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Tracing {

  private static final String PATH = "v1/tracing/streams/";

  @Spec private CommandSpec spec;

  @Command(
      name = "show",
      description = "Tells whether traces are recorded, and how many.",
      mixinStandardHelpOptions = true)
  int show() {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().get("v1/tracing");
    if (session.json() || answer.path("streams").isEmpty()) {
      return session.print(answer, describe(answer));
    }
    Table table = new Table("STREAM", "RATIO");
    answer
        .path("streams")
        .forEach(each -> table.row(each.path("streamId").asText(), each.path("ratio").asText()));
    session.out().println(describe(answer));
    return session.print(answer, table);
  }

  private static String describe(JsonNode tracing) {
    if (!tracing.path("enabled").asBoolean()) {
      return "off: start the gateway with OTEL_EXPORTER_OTLP_ENDPOINT";
    }
    return String.format(
        Locale.ROOT,
        "on: %.4g traces a second at most, at present %.2g of all",
        tracing.path("budgetPerSecond").asDouble(),
        tracing.path("ratio").asDouble());
  }

  @Command(
      name = "set",
      description = "Has a part of a stream's frames traced, whatever the budget says.",
      mixinStandardHelpOptions = true)
  int set(
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String streamId,
      @Parameters(paramLabel = "RATIO", description = "0 to 1.") double ratio) {
    Session session = Session.of(spec);
    JsonNode body = JsonNodeFactory.instance.objectNode().put("ratio", ratio);
    JsonNode answer = session.gateway().put(PATH + GatewayClient.encoded(streamId), body);
    return session.print(
        answer, answer.path("streamId").asText() + ": " + answer.path("ratio").asDouble());
  }

  @Command(
      name = "reset",
      description = "Leaves a stream to the budget again.",
      mixinStandardHelpOptions = true)
  int reset(
      @Parameters(paramLabel = "STREAM", arity = "1..*", description = "Names of the streams.")
          List<String> streamIds) {
    return Removal.of(Session.of(spec), PATH, "streamId", streamIds, "by the budget");
  }
}
