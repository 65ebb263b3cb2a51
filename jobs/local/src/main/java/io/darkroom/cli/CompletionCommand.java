package io.darkroom.cli;

import java.util.ArrayList;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Prints a shell completion script. */
@Command(
    name = "completion",
    description = {
      "Prints a shell completion script.",
      "Add to ~/.bashrc: source <(darkroom completion bash). For ~/.zshrc: the same with zsh."
    })
final class CompletionCommand extends LeafCommand {

  /** Both shells get the same script: zsh can run the one for bash. */
  enum Shell {
    BASH,
    ZSH;

    /** The form used on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell;

  @Override
  int run(Invocation invocation) {
    CommandLine offered = new CommandLine(new Darkroom(invocation.environment()));
    removeHidden(offered);
    // Not println: these shells accept \n only, on every platform.
    invocation.out().print(AutoComplete.bash("darkroom", offered) + "\n");
    invocation.out().flush();
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
