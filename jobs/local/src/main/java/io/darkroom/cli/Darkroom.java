package io.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: starts the local stack, and talks to a gateway here or elsewhere. */
@Command(
    name = "darkroom",
    description = "GPU video filters as an Apache Flink job.",
    mixinStandardHelpOptions = true,
    versionProvider = Darkroom.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "1:Failed.",
      "2:The command line is wrong.",
      "3:What the command is about does not exist.",
      "4:The gateway refused it.",
      "69:The gateway, or what it needs, cannot be reached."
    },
    subcommands = {
      Up.class,
      Pipelines.class,
      Streams.class,
      Sources.class,
      Filters.class,
      Images.class,
      Videos.class,
      Apply.class,
      LogLevels.class,
      Tracing.class,
      Info.class,
      Health.class,
      ContextCommand.class,
      Completion.class,
      Bench.class
    })
public final class Darkroom implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "Gateway to talk to, also DARKROOM_URL (default: " + GatewayAddress.DEFAULT + ").")
  private String url;

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Gateway of that name in darkroom context list, also DARKROOM_CONTEXT.")
  private String context;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "table (the default) or json; errors too.")
  private OutputFormat output;

  /** The form before {@code -o json}. */
  @Option(names = "--json", scope = ScopeType.INHERIT, hidden = true)
  private boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Shows the stack trace of a failure, also DARKROOM_DEBUG=1.")
  private boolean verbose;

  private final Surroundings surroundings;

  Darkroom(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "logback-cli.xml");
    Locale.setDefault(Locale.ROOT);
    CommandLine command =
        commandLine(Surroundings.ofProcess())
            .setOut(writer(FileDescriptor.out))
            .setErr(writer(FileDescriptor.err));
    System.exit(run(command, args));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine command = new CommandLine(new Darkroom(surroundings));
    OldForms.addTo(command);
    ErrorReport report = new ErrorReport();
    return command
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(report)
        .setExecutionExceptionHandler(report);
  }

  /** Runs one command; a reader that has gone is an error of its own. */
  static int run(CommandLine command, String... args) {
    int exitCode;
    try {
      exitCode = command.execute(args);
    } catch (Error e) {
      exitCode = ErrorReport.print(Failure.of(e), e, command);
    }
    if (command.getOut().checkError() && exitCode == Exit.OK) {
      command.getErr().println("stdout: closed before all was written (expected: a reader).");
      return Exit.FAILED;
    }
    return exitCode;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  String url() {
    return url;
  }

  String context() {
    return context;
  }

  OutputFormat output() {
    return json ? OutputFormat.JSON : output == null ? OutputFormat.TABLE : output;
  }

  boolean verbose() {
    return verbose || "1".equals(surroundings.variable("DARKROOM_DEBUG"));
  }

  Surroundings surroundings() {
    return surroundings;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Darkroom.class.getPackage().getImplementationVersion();
      return new String[] {"darkroom " + (version == null ? "development" : version)};
    }
  }
}
