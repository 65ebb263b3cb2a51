package io.darkroom.cli;

import io.darkroom.client.GatewayException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: starts the local stack, and talks to a gateway here or elsewhere. */
@Command(
    name = "darkroom",
    description = "GPU video filters as an Apache Flink job.",
    mixinStandardHelpOptions = true,
    versionProvider = Darkroom.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      Up.class,
      Filters.class,
      Streams.class,
      Pipelines.class,
      Sources.class,
      Publish.class,
      Process.class,
      Snapshot.class,
      Videos.class,
      Info.class,
      Health.class,
      LogLevels.class,
      Tracing.class,
      Bench.class
    })
public final class Darkroom implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "logback-cli.xml");
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Darkroom())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Darkroom::report);
  }

  /** What a person can mend is said in one line; what only we can mend shows where it happened. */
  private static int report(Exception e, CommandLine command, CommandLine.ParseResult result) {
    boolean expected = e instanceof GatewayException || e instanceof Refusal;
    command.getErr().println(command.getColorScheme().errorText(e.getMessage() + ""));
    if (!expected) {
      e.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Darkroom.class.getPackage().getImplementationVersion();
      return new String[] {"darkroom " + (version == null ? "development" : version)};
    }
  }
}
