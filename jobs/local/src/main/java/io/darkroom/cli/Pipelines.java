package io.darkroom.cli;

import io.darkroom.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands on pipelines. */
@Command(
    name = "pipeline",
    description = "Lists, shows, sets, watches and removes pipelines.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PipelineSnapshot.class)
final class Pipelines extends KindCommands {

  Pipelines() {
    super(Kind.PIPELINE);
  }

  @Command(name = "list", description = "Lists the pipelines.", mixinStandardHelpOptions = true)
  int list(@Mixin OfStream stream) {
    return printList(stream.query());
  }

  @Command(
      name = "watch",
      description = "Lists the pipelines again every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin OfStream stream, @Mixin Watch watch) {
    return watchList(stream.query(), watch);
  }

  /** Which pipelines are meant. */
  static final class OfStream {
    @Option(names = "--stream", paramLabel = "STREAM", description = "Only those of this stream.")
    private String streamId;

    String query() {
      return streamId == null ? "" : "?streamId=" + GatewayClient.encoded(streamId);
    }
  }

  @Command(
      name = "set",
      description = "Changes what is named of a pipeline, or creates it.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = LABEL, description = NAME) String pipelineId,
      @Mixin PipelineSettings settings) {
    if (settings.isEmpty()) {
      throw Refusal.usage(
          "pipeline set: nothing to change (expected: an option such as --chain). Add one.");
    }
    return change(pipelineId, present -> settings.applyTo(present, pipelineId));
  }
}
