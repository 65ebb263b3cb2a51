package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Uploads, lists and removes videos. */
@Command(
    name = "video",
    description = "Uploads, lists and removes videos.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Videos implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(
      name = "upload",
      description = "Uploads a video file; goes on by itself where the connection breaks.",
      mixinStandardHelpOptions = true)
  int upload(
      @Mixin Connection connection,
      @Parameters(paramLabel = "FILE", description = "Such as an MP4 or a WebM.") Path file,
      @Option(names = "--name", description = "Name of the video (default: the file's).")
          String name,
      @Option(names = "--resume", description = "Goes on with an upload that was given up.")
          boolean resume,
      @Option(names = "--json", description = "Prints JSON.") boolean json)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new Refusal("file: %s (expected: one that is there). Correct it.".formatted(file));
    }
    String called = name == null ? file.getFileName().toString() : name;
    long bytes = Math.max(1, Files.size(file));
    Progress progress =
        new Progress(
            called, bytes, spec.commandLine().getErr(), System.console() != null, System::nanoTime);
    JsonNode video =
        connection.open().uploadVideo(file, called, uploadId(file, called), !resume, progress);
    print(json ? video.toPrettyString() : "%s: %s".formatted(called, inWords(video)));
    return 0;
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
            video.path("bytes").asLong(),
            video.path("codec").asText(),
            sizeOf(video),
            video.path("duration").asText(),
            video.path("fps").asDouble());
  }

  private static String sizeOf(JsonNode video) {
    return video.path("width").asInt() + "x" + video.path("height").asInt();
  }

  @Command(name = "list", description = "Lists the videos.", mixinStandardHelpOptions = true)
  int list(
      @Mixin Connection connection,
      @Option(names = "--json", description = "Prints JSON.") boolean json) {
    JsonNode answer = connection.open().get("v1/videos");
    if (json) {
      print(answer.toPrettyString());
      return 0;
    }
    Table table = new Table("VIDEO", "BYTES", "CODEC", "SIZE", "DURATION", "FPS");
    for (JsonNode video : answer.path("videos")) {
      table.row(
          video.path("videoId").asText(),
          video.path("bytes").asLong(),
          video.path("codec").asText(),
          sizeOf(video),
          video.path("duration").asText(),
          "%.2f".formatted(video.path("fps").asDouble()));
    }
    table.print(spec.commandLine().getOut());
    return 0;
  }

  @Command(name = "rm", description = "Removes a video.", mixinStandardHelpOptions = true)
  int remove(
      @Mixin Connection connection,
      @Parameters(paramLabel = "VIDEO", description = "Name of the video.") String videoId) {
    connection.open().delete(path(videoId));
    print(videoId + ": removed");
    return 0;
  }

  @Command(
      name = "preview",
      description = "Saves a small picture of a video.",
      mixinStandardHelpOptions = true)
  int preview(
      @Mixin Connection connection,
      @Parameters(index = "0", paramLabel = "VIDEO", description = "Name of the video.")
          String videoId,
      @Parameters(index = "1", paramLabel = "OUT", description = "JPEG file to write.") Path out)
      throws IOException {
    byte[] image = connection.open().getImage(path(videoId) + "/preview");
    Files.write(out, image);
    print("%s: %d bytes".formatted(out, image.length));
    return 0;
  }

  private static String path(String videoId) {
    return "v1/videos/" + GatewayClient.encoded(videoId);
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
