package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands for trace sampling. */
@Command(name = "tracing", description = "Shows and sets the share of frames that gateways trace.")
final class TracingCommands extends CommandGroup {

  private static final String PATH = "v1/tracing/streams/";

  @Command(
      name = "show",
      description = "Shows whether gateways record traces, and the share of frames.",
      mixinStandardHelpOptions = true)
  int show() {
    Invocation invocation = invocation();
    JsonNode answer = invocation.gateway().get("v1/tracing");
    if (invocation.json() || answer.path("streams").isEmpty()) {
      return invocation.print(answer, describe(answer));
    }
    Table table = new Table("STREAM", "RATIO");
    answer
        .path("streams")
        .forEach(each -> table.row(each.path("streamId").asText(), each.path("ratio").asText()));
    invocation.out().println(describe(answer));
    return invocation.print(answer, table);
  }

  private static String describe(JsonNode tracing) {
    if (!tracing.path("enabled").asBoolean()) {
      return "off: set OTEL_EXPORTER_OTLP_ENDPOINT and restart the gateway";
    }
    return String.format(
        Locale.ROOT,
        "on: at most %.4g traces per second; current ratio %.2g",
        tracing.path("budgetPerSecond").asDouble(),
        tracing.path("ratio").asDouble());
  }

  @Command(
      name = "set",
      description = "Sets the share of a stream's frames to trace, regardless of the trace budget.",
      mixinStandardHelpOptions = true)
  int set(
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String streamId,
      @Parameters(paramLabel = "RATIO", description = "Share of frames, 0 to 1.") double ratio) {
    Invocation invocation = invocation();
    JsonNode body = JsonNodeFactory.instance.objectNode().put("ratio", ratio);
    JsonNode answer = invocation.gateway().put(PATH + GatewayClient.encoded(streamId), body);
    return invocation.print(
        answer, answer.path("streamId").asText() + ": " + answer.path("ratio").asDouble());
  }

  @Command(
      name = "reset",
      description = "Returns streams to the trace budget.",
      mixinStandardHelpOptions = true)
  int reset(
      @Parameters(paramLabel = "STREAM", arity = "1..*", description = "Names of the streams.")
          List<String> streamIds) {
    return Removal.of(invocation(), PATH, "streamId", streamIds, "uses the trace budget");
  }
}
