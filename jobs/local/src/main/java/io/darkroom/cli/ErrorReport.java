package io.darkroom.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on stderr why a command failed: in one line, or as one JSON object. */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return print(Failure.of(e), e, command);
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    if (e.getCause() instanceof Refusal refusal) {
      return print(Failure.of(refusal), wantsJson(args), command);
    }
    StringBuilder message = new StringBuilder(Text.printable(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        message.append(". Did you mean ").append(suggestions.get(0)).append('?');
      }
    }
    message.append(
        " (see %s --help)".formatted(command.getCommandSpec().qualifiedName()));
    return print(Failure.ofUsage(message.toString()), wantsJson(args), command);
  }

  /** The options may not have been read before the mistake. */
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

  static int print(Failure failure, Throwable thrown, CommandLine command) {
    Darkroom options = (Darkroom) command.getCommandSpec().root().userObject();
    print(failure, options.output() == OutputFormat.JSON, command);
    if (!failure.foreseen() && options.verbose()) {
      thrown.printStackTrace(command.getErr());
    }
    return failure.exitCode();
  }

  private static int print(Failure failure, boolean json, CommandLine command) {
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
