package io.darkroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Base class of a noun whose verbs are methods, such as {@code pipeline}. */
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
abstract class CommandGroup {

  @Spec private CommandSpec spec;

  final Invocation invocation() {
    return Invocation.of(spec);
  }
}
