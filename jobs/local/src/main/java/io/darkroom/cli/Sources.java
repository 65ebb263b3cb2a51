package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands on sources. */
@Command(
    name = "source",
    description = "Lists, sets, steers and removes sources, from which the gateway fetches frames.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Sources {

  static final String PATH = "v1/sources/";

  private static final String URIS =
      "rtsp://…, http://…, video:NAME, images:FOLDER, camera:/dev/video0 or"
          + " test:testsrc2=size=640x360:rate=30.";

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists the sources.", mixinStandardHelpOptions = true)
  int list() {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().get("v1/sources");
    return session.print(answer, SourceTable.of(answer));
  }

  @Command(
      name = "watch",
      description = "Lists the sources again every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin Watch watch) {
    Session session = Session.of(spec);
    GatewayClient gateway = session.gateway();
    return watch.run(session, () -> gateway.get("v1/sources"), SourceTable::of);
  }

  @Command(
      name = "show",
      description = "Shows a source and its status.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId) {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().get(path(sourceId));
    return session.print(answer, Fields.table(answer));
  }

  @Command(
      name = "set",
      description = "Changes what is named of a source, or creates it.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId,
      @Parameters(paramLabel = "URI", arity = "0..1", description = URIS) String uri,
      @Mixin SourceSettings settings) {
    if (uri == null && settings.isEmpty()) {
      throw Refusal.usage(
          "source set: nothing to change (expected: a URI or an option such as --fps). Add one.");
    }
    Session session = Session.of(spec);
    JsonNode answer =
        new Change(session.gateway(), path(sourceId))
            .make(present -> settings.applyTo(base(present, sourceId, uri)));
    return session.print(answer, describe(answer));
  }

  private static ObjectNode base(Optional<ObjectNode> present, String sourceId, String uri) {
    if (present.isEmpty() && uri == null) {
      throw Refusal.notFound(
          "source: %s (expected: one that exists). Create it with a URI.".formatted(sourceId));
    }
    ObjectNode body = present.orElseGet(JsonNodeFactory.instance::objectNode);
    return uri == null ? body : body.put("uri", uri);
  }

  /** The form before {@code set} and {@code apply}: what is not named gets its default again. */
  @Command(
      name = "add",
      hidden = true,
      description = "Adds a source, or replaces it.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int add(
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId,
      @Parameters(paramLabel = "URI", description = URIS) String uri,
      @Mixin SourceSettings settings) {
    Session session = Session.of(spec);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("uri", uri);
    JsonNode answer = session.gateway().put(path(sourceId), settings.applyTo(body));
    return session.print(answer, describe(answer));
  }

  @Command(
      name = "apply",
      description = "Replaces sources by what a file says, or creates them.",
      mixinStandardHelpOptions = true)
  int apply(
      @Parameters(
              paramLabel = "SOURCE",
              arity = "0..1",
              description = "Name of the source, where the file has none.")
          String sourceId,
      @Mixin Documents documents) {
    Session session = Session.of(spec);
    return Applied.all(session, documents.read(session.surroundings(), Kind.SOURCE, sourceId));
  }

  @Command(name = "rm", description = "Removes sources.", mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "SOURCE", arity = "1..*", description = "Names of the sources.")
          List<String> sourceIds) {
    return Removal.of(Session.of(spec), PATH, "sourceId", sourceIds, "removed");
  }

  @Command(
      name = "start",
      description = "Fetches a stopped source, or starts one again that has ended.",
      mixinStandardHelpOptions = true)
  int start(
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId) {
    return tell(sourceId, "start", JsonNodeFactory.instance.objectNode());
  }

  @Command(
      name = "stop",
      description = "Keeps a source, but does not fetch it.",
      mixinStandardHelpOptions = true)
  int stop(
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId) {
    return tell(sourceId, "stop", JsonNodeFactory.instance.objectNode());
  }

  @Command(
      name = "seek",
      description = "Moves a video to another place.",
      mixinStandardHelpOptions = true)
  int seek(
      @Parameters(paramLabel = "SOURCE", description = "Name of the source.") String sourceId,
      @Parameters(paramLabel = "POSITION", description = "ISO 8601, such as PT1M30S.")
          Duration position) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return tell(sourceId, "seek", body.put("position", SourceSettings.seconds(position)));
  }

  private int tell(String sourceId, String verb, JsonNode body) {
    Session session = Session.of(spec);
    JsonNode answer = session.gateway().post(path(sourceId) + ":" + verb, body);
    return session.print(answer, describe(answer));
  }

  private static String path(String sourceId) {
    return PATH + GatewayClient.encoded(sourceId);
  }

  static String describe(JsonNode source) {
    return "%s: revision %s, %s: %s"
        .formatted(
            source.path("sourceId").asText(),
            source.path("revision").asText(),
            source.at("/status/state").asText(),
            source.path("uri").asText());
  }
}
