package io.darkroom.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Base class of a command that has no subcommands. */
@Command(mixinStandardHelpOptions = true)
abstract class LeafCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public final Integer call() throws Exception {
    return run(Invocation.of(spec));
  }

  /** Runs the command and returns its exit code. */
  abstract int run(Invocation invocation) throws Exception;
}
