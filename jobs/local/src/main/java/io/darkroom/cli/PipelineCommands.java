package io.darkroom.cli;

import io.darkroom.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for pipelines. */
@Command(
    name = "pipeline",
    description = "Lists, shows, sets, watches and removes pipelines.",
    subcommands = SnapshotCommand.class)
final class PipelineCommands extends EditableResourceCommands {

  private static final ResourceList LIST = ResourceType.PIPELINE.list();

  PipelineCommands() {
    super(ResourceType.PIPELINE);
  }

  @Command(name = "list", description = "Lists the pipelines.", mixinStandardHelpOptions = true)
  int list(@Mixin StreamFilter stream) {
    return LIST.print(invocation(), stream.query());
  }

  @Command(
      name = "watch",
      description = "Lists the pipelines every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin StreamFilter stream, @Mixin Watch watch) {
    return LIST.watch(invocation(), stream.query(), watch);
  }

  /** Restricts a list to the pipelines of one stream. */
  static final class StreamFilter {

    @Option(
        names = "--stream",
        paramLabel = "STREAM",
        description = "Lists only the pipelines of this stream.")
    private String streamId;

    String query() {
      return streamId == null ? "" : "?streamId=" + GatewayClient.encoded(streamId);
    }
  }

  @Command(
      name = "set",
      description = "Creates a pipeline, or changes the settings that you specify.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = LABEL, description = NAME) String pipelineId,
      @Mixin PipelineSettings settings) {
    if (settings.isEmpty()) {
      throw CommandException.usage(
          "pipeline set: nothing to change (expected: an option such as --chain). Add one.");
    }
    return edit(pipelineId, present -> settings.applyTo(present, pipelineId));
  }
}
