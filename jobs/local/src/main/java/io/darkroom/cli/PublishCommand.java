package io.darkroom.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes image files as the frames of a stream. */
@Command(name = "publish", description = "Publishes JPEG or PNG files as the frames of a stream.")
final class PublishCommand extends LeafCommand {

  @Mixin private FilePublisher publisher;

  @Parameters(index = "0", paramLabel = "STREAM", description = "Stream to publish to.")
  private String streamId;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "JPEG or PNG files; - for stdin.")
  private List<Path> files;

  @Override
  int run(Invocation invocation) throws IOException {
    return publisher.run(invocation, streamId, files);
  }

  /** The old form of {@code stream publish STREAM FILE…}. */
  @Command(
      name = "publish",
      hidden = true,
      description = "Publishes JPEG or PNG files as the frames of a stream.")
  static final class OldForm extends LeafCommand {

    @Mixin private FilePublisher publisher;

    @Option(names = "--stream", required = true, description = "Stream to publish to.")
    private String streamId;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JPEG or PNG files.")
    private List<Path> files;

    @Override
    int run(Invocation invocation) throws IOException {
      return publisher.run(invocation, streamId, files);
    }
  }
}
