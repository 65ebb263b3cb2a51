package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands for sources. */
@Command(
    name = "source",
    description = "Lists, sets, controls and removes the sources that the gateway fetches.")
final class SourceCommands extends EditableResourceCommands {

  private static final String URIS =
      "Address of the source: rtsp://…, http://…, rtmp://…, srt://…, video:NAME, images:FOLDER, camera:/dev/video0 or"
          + " test:testsrc2=size=640x360:rate=30. Pass secrets as files: --password-file,"
          + " --parameter-file.";
  private static final ResourceList LIST = ResourceType.SOURCE.list();

  SourceCommands() {
    super(ResourceType.SOURCE);
  }

  @Command(name = "list", description = "Lists the sources.", mixinStandardHelpOptions = true)
  int list() {
    return LIST.print(invocation());
  }

  @Command(
      name = "watch",
      description = "Lists the sources every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin Watch watch) {
    return LIST.watch(invocation(), "", watch);
  }

  @Command(
      name = "set",
      description = "Creates a source, or changes the settings that you specify.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = LABEL, description = NAME) String sourceId,
      @Parameters(paramLabel = "URI", arity = "0..1", description = URIS) String uri,
      @Mixin SourceSettings settings) {
    if (uri == null && settings.isEmpty()) {
      throw CommandException.usage(
          "source set: nothing to change (expected: a URI or an option such as --fps). Add one.");
    }
    return edit(sourceId, present -> settings.applyTo(base(present, sourceId, uri)));
  }

  private static ObjectNode base(Optional<ObjectNode> present, String sourceId, String uri) {
    if (present.isEmpty() && uri == null) {
      throw CommandException.notFound(
          "source: %s (expected: an existing name). Create it with a URI.".formatted(sourceId));
    }
    ObjectNode body = present.orElseGet(JsonNodeFactory.instance::objectNode);
    return uri == null ? body : body.put("uri", uri);
  }

  /** The old form of {@code set} and {@code apply}: resets unspecified settings to defaults. */
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
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("uri", uri);
    Invocation invocation = invocation();
    return print(
        invocation,
        invocation.gateway().put(ResourceType.SOURCE.path(sourceId), settings.applyTo(body)));
  }

  @Command(
      name = "start",
      description = "Starts a source that is stopped or has ended.",
      mixinStandardHelpOptions = true)
  int start(@Parameters(paramLabel = LABEL, description = NAME) String sourceId) {
    return post(sourceId, "start", JsonNodeFactory.instance.objectNode());
  }

  @Command(
      name = "stop",
      description = "Stops fetching a source, without removing it.",
      mixinStandardHelpOptions = true)
  int stop(@Parameters(paramLabel = LABEL, description = NAME) String sourceId) {
    return post(sourceId, "stop", JsonNodeFactory.instance.objectNode());
  }

  @Command(
      name = "seek",
      description = "Moves a video source to another position.",
      mixinStandardHelpOptions = true)
  int seek(
      @Parameters(paramLabel = LABEL, description = NAME) String sourceId,
      @Parameters(
              paramLabel = "POSITION",
              description = "Position as an ISO 8601 duration, such as PT1M30S.")
          Duration position) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return post(sourceId, "seek", body.put("position", SourceSettings.seconds(position)));
  }

  private int post(String sourceId, String verb, JsonNode body) {
    Invocation invocation = invocation();
    return print(
        invocation,
        invocation.gateway().post(ResourceType.SOURCE.path(sourceId) + ":" + verb, body));
  }
}
