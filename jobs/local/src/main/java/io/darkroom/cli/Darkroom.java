package io.darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's entry point and global options. */
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
      "3:The resource does not exist.",
      "4:The gateway refused the request.",
      "69:The gateway, or something that it needs, cannot be reached."
    },
    subcommands = {
      UpCommand.class,
      PipelineCommands.class,
      PresetCommands.class,
      StreamCommands.class,
      SourceCommands.class,
      FilterCommands.class,
      ImageCommands.class,
      VideoCommands.class,
      WatchCommand.class,
      KeyCommands.class,
      ApplyCommand.class,
      LogLevelCommands.class,
      TracingCommands.class,
      InfoCommand.class,
      HealthCommand.class,
      ContextCommands.class,
      KeysetCommands.class,
      CompletionCommand.class,
      BenchCommands.class
    })
public final class Darkroom implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "Address of the gateway; also DARKROOM_URL (default: " + GatewayAddress.DEFAULT + ").")
  private String url;

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Context whose gateway to use; also DARKROOM_CONTEXT.")
  private String context;

  @Mixin private TrustOptions trust = new TrustOptions();

  @Mixin private SecretOptions secret = new SecretOptions();

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "Output format, also of errors: table (the default) or json.")
  private OutputFormat output;

  /** The old form of {@code -o json}. */
  @Option(names = "--json", scope = ScopeType.INHERIT, hidden = true)
  private boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Prints the stack trace of a failure; also DARKROOM_DEBUG=1.")
  private boolean verbose;

  private final CliEnvironment environment;

  Darkroom(CliEnvironment environment) {
    this.environment = environment;
  }

  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "logback-cli.xml");
    Locale.setDefault(Locale.ROOT);
    CommandLine command =
        commandLine(CliEnvironment.ofProcess())
            .setOut(writer(FileDescriptor.out))
            .setErr(writer(FileDescriptor.err));
    System.exit(run(command, args));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  static CommandLine commandLine(CliEnvironment environment) {
    CommandLine command = new CommandLine(new Darkroom(environment));
    OldForms.addTo(command);
    ErrorReport report = new ErrorReport();
    return command
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(report)
        .setExecutionExceptionHandler(report);
  }

  /** Runs one command. Fails if stdout was closed before all output was written. */
  static int run(CommandLine command, String... args) {
    int exitCode;
    try {
      exitCode = command.execute(args);
    } catch (Error e) {
      exitCode = ErrorReport.print(CommandFailure.of(e), e, command);
    }
    if (command.getOut().checkError() && exitCode == Exit.OK) {
      command
          .getErr()
          .println("stdout: closed before all output was written (expected: a reader).");
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

  TrustOptions trust() {
    return trust;
  }

  SecretOptions secret() {
    return secret;
  }

  OutputFormat output() {
    return json ? OutputFormat.JSON : output == null ? OutputFormat.TABLE : output;
  }

  boolean verbose() {
    return verbose || "1".equals(environment.variable("DARKROOM_DEBUG"));
  }

  CliEnvironment environment() {
    return environment;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Darkroom.class.getPackage().getImplementationVersion();
      return new String[] {"darkroom " + (version == null ? "development" : version)};
    }
  }
}
