package io.darkroom.cli;

import io.darkroom.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands for streams. */
@Command(
    name = "stream",
    description = "Lists, shows and watches streams, and publishes frames.",
    subcommands = {StreamListCommand.class, PublishCommand.class})
final class StreamCommands extends CommandGroup {

  static final ResourceList LIST =
      new ResourceList("v1/streams", "streams", StreamListCommand::table);

  @Command(name = "show", description = "Shows a stream.", mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "STREAM", description = "Name of the stream.") String streamId) {
    Invocation invocation = invocation();
    String path = LIST.path() + "/" + GatewayClient.encoded(streamId);
    return invocation.printFields(invocation.gateway().get(path));
  }

  @Command(
      name = "watch",
      description = "Lists the streams every second, until Ctrl-C.",
      mixinStandardHelpOptions = true)
  int watch(@Mixin Watch watch) {
    return LIST.watch(invocation(), "", watch);
  }
}
