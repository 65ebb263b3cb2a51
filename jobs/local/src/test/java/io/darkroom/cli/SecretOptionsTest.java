package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.config.GatewayOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options for secrets take files, because others can read the command line. */
class SecretOptionsTest {

  private static final Pattern SECRET =
      Pattern.compile(".*(pass|secret|token|key|credential|header).*");

  /** Switches on a header that callers may send. */
  private static final List<String> NO_SECRETS = List.of("--allow-trace-header");

  @Test
  void everyOptionForASecretTakesAFile() {
    List<String> found = new ArrayList<>();
    List.of(
            new CommandLine(new GatewayOptions()),
            Darkroom.commandLine(new CliEnvironment(Map.of(), System.in, System.out)))
        .forEach(command -> check(command, found));
    assertThat(found)
        .contains("--tls-key", "--tls-key-password-file", "--secrets-keyset", "--password-file");
  }

  private static void check(CommandLine command, List<String> found) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      String name = option.longestName();
      if (SECRET.matcher(name).matches() && !NO_SECRETS.contains(name)) {
        found.add(name);
        Class<?>[] types = option.auxiliaryTypes();
        assertThat(types[types.length - 1]).as(name).isEqualTo(Path.class);
      }
    }
    command.getSubcommands().values().forEach(subcommand -> check(subcommand, found));
  }
}
