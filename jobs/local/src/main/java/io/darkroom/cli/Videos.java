package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands on videos. */
@Command(
    name = "video",
    description = "Lists, shows, uploads and removes videos.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Videos {

  private static final String PATH = "v1/videos/";
  private static final String FIELD = "videos";

  @Spec private CommandSpec spec;

  @Command(
      name = "upload",
      description = "Uploads a video file; continues by itself when the connection breaks.",
      mixinStandardHelpOptions = true)
  int upload(
      @Parameters(paramLabel = "FILE", description = "Such as an MP4 or a WebM.") Path file,
      @Option(names = "--name", description = "Name of the video (default: the file's).")
          String name,
      @Option(names = "--resume", description = "Continues an upload that was interrupted.")
          boolean resume)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Refusal.failed(
          "file: %s does not exist (expected: an existing one). Correct the path.".formatted(file));
    }
    String called = name == null ? file.getFileName().toString() : name;
    long bytes = Math.max(1, Files.size(file));
    Session session = Session.of(spec);
    Progress progress =
        new Progress(called, bytes, session.err(), System.console() != null, System::nanoTime);
    JsonNode video =
        session.gateway().uploadVideo(file, called, uploadId(file, called), !resume, progress);
    return session.print(video, "%s: %s".formatted(called, inWords(video)));
  }

  /** The same for the same file in the same state, so that it is found again. */
  private static String uploadId(Path file, String name) throws IOException {
    String state =
        "%s|%s|%d|%s"
            .formatted(name, file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
    return "cli-" + UUID.nameUUIDFromBytes(state.getBytes(StandardCharsets.UTF_8));
  }

  private static String inWords(JsonNode video) {
    return "%d bytes, %s, %s, %s, %.2f fps"
        .formatted(
            video.path("sizeBytes").asLong(),
            video.path("codec").asText(),
            Fields.size(video),
            video.path("duration").asText(),
            video.path("fps").asDouble());
  }

  @Command(name = "list", description = "Lists the videos.", mixinStandardHelpOptions = true)
  int list() {
    Session session = Session.of(spec);
    JsonNode answer = list(session);
    Table table = new Table("VIDEO", "BYTES", "CODEC", "SIZE", "DURATION", "FPS");
    for (JsonNode video : answer.path(FIELD)) {
      table.row(
          video.path("videoId").asText(),
          video.path("sizeBytes").asLong(),
          video.path("codec").asText(),
          Fields.size(video),
          video.path("duration").asText(),
          "%.2f".formatted(video.path("fps").asDouble()));
    }
    return session.print(answer, table);
  }

  private static JsonNode list(Session session) {
    return session.gateway().list("v1/videos", FIELD);
  }

  @Command(name = "show", description = "Shows a video.", mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "VIDEO", description = "Name of the video.") String videoId) {
    Session session = Session.of(spec);
    JsonNode videos = list(session).path(FIELD);
    JsonNode video = Fields.require(videos, "videoId", videoId, "video");
    return session.print(video, Fields.table(video));
  }

  @Command(name = "rm", description = "Removes videos.", mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Names of the videos.")
          List<String> videoIds) {
    return Removal.of(Session.of(spec), PATH, "videoId", videoIds, "removed");
  }

  @Command(
      name = "preview",
      description = "Saves a small picture of a video.",
      mixinStandardHelpOptions = true)
  int preview(
      @Parameters(index = "0", paramLabel = "VIDEO", description = "Name of the video.")
          String videoId,
      @Parameters(
              index = "1",
              paramLabel = "OUT",
              description = "JPEG file to write; - for stdout.")
          Path out)
      throws IOException {
    Session session = Session.of(spec);
    byte[] image = session.gateway().getImage(PATH + GatewayClient.encoded(videoId) + "/preview");
    ImageFile.write(out, image, session.surroundings());
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", out.toString())
            .put("sizeBytes", image.length);
    return ImageFile.report(session, out, report, "%s: %d bytes".formatted(out, image.length));
  }
}
