package io.darkroom.gateway;

import io.darkroom.config.LayeredDefaults;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.GatewayOptions;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** Runs the gateway as a program until the process is asked to stop, then drains it. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = run(System.getenv(), arguments);
    if (exitCode != ExitCode.OK) {
      System.exit(exitCode);
    }
  }

  /**
   * Starts the gateway, which keeps running after this method has returned 0.
   *
   * @return the exit code of the process
   */
  static int run(Map<String, String> environment, String... arguments) {
    GatewayOptions options = new GatewayOptions();
    CommandLine command = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    try {
      LayeredDefaults.layer(command, environment, arguments).parseArgs(arguments);
      if (command.isUsageHelpRequested()) {
        command.usage(System.out);
        return ExitCode.OK;
      }
      GatewayConfig config = options.toConfig();
      Gateway gateway = Gateway.start(config);
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "darkroom-drain"));
      String scheme = config.tls().enabled() ? "https" : "http";
      System.out.println("gateway: %s://localhost:%d".formatted(scheme, gateway.port()));
      return ExitCode.OK;
    } catch (ParameterException e) {
      System.err.println(e.getMessage());
      return ExitCode.USAGE;
    } catch (DarkroomException e) {
      System.err.println(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }
}
