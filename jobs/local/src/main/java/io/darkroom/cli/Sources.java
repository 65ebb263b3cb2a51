package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds, lists, steers and removes sources. */
@Command(
    name = "source",
    description = "Adds, lists, steers and removes sources, from which the gateway fetches frames.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Sources implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(
      name = "add",
      description = "Adds a source or changes it.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int add(
      @Mixin Connection connection,
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId,
      @Parameters(
              paramLabel = "URI",
              description =
                  "rtsp://…, http://…, video:NAME, images:FOLDER, camera:/dev/video0 or"
                      + " test:testsrc2=size=640x360:rate=30.")
          String uri,
      @Mixin SourceSettings settings,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    JsonNode answer = connection.open().put(path(sourceId), settings.toJson(uri));
    return report(answer, json);
  }

  @Command(name = "list", description = "Lists the sources.", mixinStandardHelpOptions = true)
  int list(
      @Mixin Connection connection,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    JsonNode answer = connection.open().get("v1/sources");
    if (json) {
      print(answer.toPrettyString());
    } else {
      table(answer).print(spec.commandLine().getOut());
    }
    return 0;
  }

  @Command(
      name = "watch",
      description = "Lists the sources again every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(
      @Mixin Connection connection,
      @Option(names = "--times", description = "Ends after so many lists.") Integer times) {
    GatewayClient gateway = connection.open();
    for (int shown = 1; times == null || shown <= times; shown++) {
      table(gateway.get("v1/sources")).print(spec.commandLine().getOut());
      if (times == null || shown < times) {
        print("");
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      }
    }
    return 0;
  }

  @Command(name = "rm", description = "Removes a source.", mixinStandardHelpOptions = true)
  int remove(
      @Mixin Connection connection,
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId) {
    connection.open().delete(path(sourceId));
    print(sourceId + ": removed");
    return 0;
  }

  @Command(
      name = "start",
      description = "Has a stopped source fetched, or one that has ended begin anew.",
      mixinStandardHelpOptions = true)
  int start(
      @Mixin Connection connection,
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    return tell(connection, sourceId, "start", JsonNodeFactory.instance.objectNode(), json);
  }

  @Command(
      name = "stop",
      description = "Keeps a source, but does not fetch it.",
      mixinStandardHelpOptions = true)
  int stop(
      @Mixin Connection connection,
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    return tell(connection, sourceId, "stop", JsonNodeFactory.instance.objectNode(), json);
  }

  @Command(
      name = "seek",
      description = "Has a video go on from another place.",
      mixinStandardHelpOptions = true)
  int seek(
      @Mixin Connection connection,
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId,
      @Parameters(paramLabel = "POSITION", description = "ISO 8601, such as PT1M30S.")
          Duration position,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("position", SourceSettings.seconds(position));
    return tell(connection, sourceId, "seek", body, json);
  }

  private int tell(
      Connection connection, String sourceId, String verb, JsonNode body, boolean json) {
    return report(connection.open().post(path(sourceId) + ":" + verb, body), json);
  }

  private int report(JsonNode source, boolean json) {
    print(
        json
            ? source.toPrettyString()
            : "%s: revision %d, %s: %s"
                .formatted(
                    source.path("sourceId").asText(),
                    source.path("revision").asInt(),
                    source.at("/status/state").asText(),
                    source.path("uri").asText()));
    return 0;
  }

  private static Table table(JsonNode answer) {
    Table table =
        new Table(
            "SOURCE",
            "STATE",
            "FPS IN",
            "FPS OUT",
            "CODEC",
            "SIZE",
            "DROPS",
            "GATEWAY",
            "URI",
            "LAST ERROR");
    for (JsonNode source : answer.path("sources")) {
      JsonNode status = source.path("status");
      table.row(
          source.path("sourceId").asText(),
          status.path("state").asText(),
          "%.1f".formatted(status.path("fpsIn").asDouble()),
          "%.1f".formatted(status.path("fpsOut").asDouble()),
          status.path("codec").asText(),
          status.path("width").asInt() + "x" + status.path("height").asInt(),
          total(status.path("drops")),
          status.path("gateway").asText(),
          source.path("uri").asText(),
          status.path("lastError").asText());
    }
    return table;
  }

  private static long total(JsonNode counts) {
    long total = 0;
    for (JsonNode count : counts) {
      total += count.asLong();
    }
    return total;
  }

  private static String path(String sourceId) {
    return "v1/sources/" + GatewayClient.encoded(sourceId);
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
