package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for videos. */
@Command(name = "video", description = "Lists, shows, uploads and removes videos.")
final class VideoCommands extends CommandGroup {

  private static final ResourceList LIST =
      new ResourceList("v1/videos", "videos", VideoCommands::table);
  private static final String PATH = LIST.path() + "/";

  @Command(
      name = "upload",
      description = "Uploads a video file. Resumes automatically if the connection breaks.",
      mixinStandardHelpOptions = true)
  int upload(
      @Parameters(paramLabel = "FILE", description = "Video file, such as MP4 or WebM.") Path file,
      @Option(names = "--name", description = "Name of the video (default: the file's name).")
          String name,
      @Option(names = "--resume", description = "Continues an interrupted upload.") boolean resume)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw CommandException.failed(
          "file: %s does not exist (expected: an existing file). Correct the path."
              .formatted(file));
    }
    String videoName = name == null ? file.getFileName().toString() : name;
    long bytes = Math.max(1, Files.size(file));
    Invocation invocation = invocation();
    Progress progress =
        new Progress(
            videoName, bytes, invocation.err(), System.console() != null, System::nanoTime);
    JsonNode video =
        invocation
            .gateway()
            .uploadVideo(file, videoName, uploadId(file, videoName), !resume, progress);
    return invocation.print(video, "%s: %s".formatted(videoName, describe(video)));
  }

  /** Depends only on the file and its state, so that a later run resumes the same upload. */
  private static String uploadId(Path file, String name) throws IOException {
    String state =
        "%s|%s|%d|%s"
            .formatted(name, file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
    return "cli-" + UUID.nameUUIDFromBytes(state.getBytes(StandardCharsets.UTF_8));
  }

  private static String describe(JsonNode video) {
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
    return LIST.print(invocation());
  }

  private static Table table(JsonNode list) {
    Table table = new Table("VIDEO", "BYTES", "CODEC", "SIZE", "DURATION", "FPS");
    for (JsonNode video : list.path("videos")) {
      table.row(
          video.path("videoId").asText(),
          video.path("sizeBytes").asLong(),
          video.path("codec").asText(),
          Fields.size(video),
          video.path("duration").asText(),
          "%.2f".formatted(video.path("fps").asDouble()));
    }
    return table;
  }

  @Command(name = "show", description = "Shows a video.", mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "VIDEO", description = "Name of the video.") String videoId) {
    return LIST.printElement(invocation(), "video", "videoId", videoId);
  }

  @Command(name = "rm", description = "Removes videos.", mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "VIDEO", arity = "1..*", description = "Names of the videos.")
          List<String> videoIds) {
    return Removal.of(invocation(), PATH, "videoId", videoIds, "removed");
  }

  @Command(
      name = "preview",
      description = "Saves the preview image of a video.",
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
    Invocation invocation = invocation();
    String path = PATH + GatewayClient.encoded(videoId) + "/preview";
    return ImageFile.save(invocation, out, invocation.gateway().getImage(path));
  }
}
