package io.darkroom.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes image files as the frames of a stream. */
@Command(
    name = "publish",
    description = "Publishes JPEG or PNG files as the frames of a stream.",
    mixinStandardHelpOptions = true)
final class StreamPublish implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Publishing publishing;

  @Parameters(index = "0", paramLabel = "STREAM", description = "Stream to publish to.")
  private String streamId;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "JPEG or PNG files; - for stdin.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException {
    return publishing.run(Session.of(spec), streamId, files);
  }

  /** The form before {@code stream publish STREAM FILE…}. */
  @Command(
      name = "publish",
      hidden = true,
      description = "Publishes JPEG or PNG files as the frames of a stream.",
      mixinStandardHelpOptions = true)
  static final class OldForm implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Publishing publishing;

    @Option(names = "--stream", required = true, description = "Stream to publish to.")
    private String streamId;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JPEG or PNG files.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
      return publishing.run(Session.of(spec), streamId, files);
    }
  }
}
