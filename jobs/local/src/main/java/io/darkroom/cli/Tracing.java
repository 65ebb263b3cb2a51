package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells which frames gateways trace, and has more or fewer of a stream's traced. */
@Command(
    name = "tracing",
    description = "Tells which frames gateways trace; has more or fewer of a stream's traced.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Tracing implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(
      name = "show",
      description = "Tells whether traces are recorded, and how many.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin Connection connection,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    JsonNode answer = connection.open().get("v1/tracing");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      print(answer.toPrettyString());
      return 0;
    }
    print(describe(answer));
    if (!answer.path("streams").isEmpty()) {
      Table table = new Table("STREAM", "RATIO");
      answer
          .path("streams")
          .forEach(each -> table.row(each.path("streamId").asText(), each.path("ratio").asText()));
      table.print(out);
    }
    return 0;
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
      @Mixin Connection connection,
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String streamId,
      @Parameters(paramLabel = "RATIO", description = "0 to 1.") double ratio) {
    JsonNode answer =
        connection
            .open()
            .put(path(streamId), JsonNodeFactory.instance.objectNode().put("ratio", ratio));
    print(answer.path("streamId").asText() + ": " + answer.path("ratio").asDouble());
    return 0;
  }

  @Command(
      name = "reset",
      description = "Leaves a stream to the budget again.",
      mixinStandardHelpOptions = true)
  int reset(
      @Mixin Connection connection,
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String streamId) {
    connection.open().delete(path(streamId));
    print(streamId + ": by the budget");
    return 0;
  }

  private static String path(String streamId) {
    return "v1/tracing/streams/" + GatewayClient.encoded(streamId);
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
