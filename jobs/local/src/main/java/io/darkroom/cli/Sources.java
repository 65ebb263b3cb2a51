package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands on sources. */
@Command(
    name = "source",
    description = "Lists, sets, steers and removes sources, from which the gateway fetches frames.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Sources extends KindCommands {

  private static final String URIS =
      "rtsp://…, http://…, video:NAME, images:FOLDER, camera:/dev/video0 or"
          + " test:testsrc2=size=640x360:rate=30.";

  Sources() {
    super(Kind.SOURCE);
  }

  @Command(name = "list", description = "Lists the sources.", mixinStandardHelpOptions = true)
  int list() {
    return printList("");
  }

  @Command(
      name = "watch",
      description = "Lists the sources again every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin Watch watch) {
    return watchList("", watch);
  }

  @Command(
      name = "set",
      description = "Changes what is named of a source, or creates it.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = LABEL, description = NAME) String sourceId,
      @Parameters(paramLabel = "URI", arity = "0..1", description = URIS) String uri,
      @Mixin SourceSettings settings) {
    if (uri == null && settings.isEmpty()) {
      throw Refusal.usage(
          "source set: nothing to change (expected: a URI or an option such as --fps). Add one.");
    }
    return change(sourceId, present -> settings.applyTo(base(present, sourceId, uri)));
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
      @Parameters(paramLabel = LABEL, description = NAME) String sourceId,
      @Parameters(paramLabel = "URI", description = URIS) String uri,
      @Mixin SourceSettings settings) {
    Session session = session();
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("uri", uri);
    return print(
        session, session.gateway().put(Kind.SOURCE.path(sourceId), settings.applyTo(body)));
  }

  @Command(
      name = "start",
      description = "Fetches a stopped source, or starts one again that has ended.",
      mixinStandardHelpOptions = true)
  int start(@Parameters(paramLabel = LABEL, description = NAME) String sourceId) {
    return tell(sourceId, "start", JsonNodeFactory.instance.objectNode());
  }

  @Command(
      name = "stop",
      description = "Keeps a source, but does not fetch it.",
      mixinStandardHelpOptions = true)
  int stop(@Parameters(paramLabel = LABEL, description = NAME) String sourceId) {
    return tell(sourceId, "stop", JsonNodeFactory.instance.objectNode());
  }

  @Command(
      name = "seek",
      description = "Moves a video to another place.",
      mixinStandardHelpOptions = true)
  int seek(
      @Parameters(paramLabel = LABEL, description = NAME) String sourceId,
      @Parameters(paramLabel = "POSITION", description = "ISO 8601, such as PT1M30S.")
          Duration position) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return tell(sourceId, "seek", body.put("position", SourceSettings.seconds(position)));
  }

  private int tell(String sourceId, String verb, JsonNode body) {
    Session session = session();
    return print(session, session.gateway().post(Kind.SOURCE.path(sourceId) + ":" + verb, body));
  }
}
