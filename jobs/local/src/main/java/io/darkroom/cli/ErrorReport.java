package io.darkroom.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints on stderr why a command failed: as one line of text, or as one JSON object. */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** Picocli's message, which is English in every locale. */
  private static final String MISSING_COMMAND = "Missing required subcommand";

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return print(CommandFailure.of(e), e, command);
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    return print(CommandFailure.ofUsage(describe(e, command)), wantsJson(args), command);
  }

  private static String describe(ParameterException e, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    String message = Text.printable(e.getMessage());
    if (message.equals(MISSING_COMMAND)) {
      message =
          "%s: no command (expected: %s)"
              .formatted(name, String.join(", ", new TreeSet<>(offered(command))));
    }
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += ". Did you mean %s?".formatted(unmatched.getSuggestions().get(0));
    }
    return "%s. See %s --help.".formatted(message, name).replace("?. ", "? ");
  }

  private static List<String> offered(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Looks for the option itself, because picocli may have failed before it parsed the option. */
  private static boolean wantsJson(String[] args) {
    String previous = "";
    for (String arg : args) {
      String word = arg.toLowerCase(Locale.ROOT);
      boolean value = previous.equals("-o") || previous.equals("--output");
      if (value && word.equals("json")
          || List.of("--json", "-ojson", "-o=json", "--output=json").contains(word)) {
        return true;
      }
      previous = arg;
    }
    return false;
  }

  static int print(CommandFailure failure, Throwable thrown, CommandLine command) {
    Darkroom options = (Darkroom) command.getCommandSpec().root().userObject();
    print(failure, options.output() == OutputFormat.JSON, command);
    if (options.verbose()) {
      thrown.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return failure.exitCode();
  }

  private static int print(CommandFailure failure, boolean json, CommandLine command) {
    PrintWriter err = command.getErr();
    if (json) {
      err.println(failure.json().toString());
    } else {
      failure
          .message()
          .lines()
          .map(Text::printable)
          .forEach(line -> err.println(command.getColorScheme().errorText(line)));
    }
    err.flush();
    return failure.exitCode();
  }
}
