package io.darkroom.cli;

import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes this command line. */
@Command(
    name = "completion",
    description = {
      "Prints the script by which a shell completes this command line.",
      "In ~/.bashrc or ~/.zshrc: source <(darkroom completion bash), or zsh."
    },
    mixinStandardHelpOptions = true)
final class Completion implements Callable<Integer> {

  /** The script is the same: zsh runs that of bash. */
  enum Shell {
    BASH,
    ZSH;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell;

  @Override
  public Integer call() {
    Session session = Session.of(spec);
    CommandLine offered = new CommandLine(new Darkroom(session.surroundings()));
    removeHidden(offered);
    // A line ends by \n alone in these shells.
    session.out().print(AutoComplete.bash("darkroom", offered) + "\n");
    session.out().flush();
    return Exit.OK;
  }

  private static void removeHidden(CommandLine command) {
    CommandSpec commandSpec = command.getCommandSpec();
    for (ArgSpec argument : new ArrayList<>(commandSpec.args())) {
      if (argument.hidden()) {
        commandSpec.remove(argument);
      }
    }
    for (String name : new ArrayList<>(commandSpec.subcommands().keySet())) {
      CommandLine subcommand = commandSpec.subcommands().get(name);
      if (subcommand.getCommandSpec().usageMessage().hidden()) {
        commandSpec.removeSubcommand(name);
      } else {
        removeHidden(subcommand);
      }
    }
  }
}
